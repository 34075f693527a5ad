"""Other ways to fit a decoder of the shipped size to MNIST in two dimensions, beside the shipped one."""
