"""uvicorn as we run it: processes, and connections with the limits that it lacks."""
