"""uvicorn: processes, and connections with the limits it lacks."""
