"""uvicorn: its processes, and its connections with the limits it lacks."""
