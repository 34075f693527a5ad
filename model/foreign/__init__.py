"""Models that were built elsewhere: read from files or called as functions, and shown as our own are."""
