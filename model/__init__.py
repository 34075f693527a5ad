"""Autoencoders and VAEs of small images: networks, training, checkpoints, measurements. Knows no web."""
