"""What is computed at a place of latent space when a visitor looks there."""
