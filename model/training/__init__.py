"""Training a network, in one process or several: `fit` is the whole run."""
