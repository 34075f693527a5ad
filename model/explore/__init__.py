"""Computed on request, for points of latent space: map tiles and layers, comparisons and walks."""
