"""Computed on request, at a point of latent space: tiles, map layers, comparisons and walks."""
