"""The explorer of a model that lives in this process: `latent_explorer.explore()`."""
