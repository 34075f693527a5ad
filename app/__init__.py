"""The web: a FastAPI application that shows the models of the package `model`."""
