"""What is measured of a model on the test set."""
