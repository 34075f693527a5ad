"""Datasets: MNIST's files and the shipped sample of its test set."""
