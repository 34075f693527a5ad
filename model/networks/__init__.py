"""The networks, their losses, and what is derived from their layers."""
