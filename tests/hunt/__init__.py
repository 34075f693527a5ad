"""Made-up requests by the thousand, from the API's own description: what it promises is held, whatever is sent."""
