"""PyTorch modules: autoencoder and judge, their losses, forward derivatives, and refinement of codes."""
