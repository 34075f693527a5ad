"""How a network is trained, in one process or several."""
