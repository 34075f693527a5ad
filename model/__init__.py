"""Autoencoders and VAEs of handwritten digits: networks, training, checkpoints and measurements, without any web."""
