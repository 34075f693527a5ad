"""Autoencoders and VAEs of handwritten digits: networks, training, checkpoints, measurements. Knows no web."""
