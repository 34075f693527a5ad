"""Where digits come from: MNIST's files, and the shipped sample."""
