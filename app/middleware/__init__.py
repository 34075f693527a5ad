"""What stands around every request, one ASGI middleware a file."""
