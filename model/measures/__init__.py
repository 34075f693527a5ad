"""Measurements of a trained model on the test set."""
