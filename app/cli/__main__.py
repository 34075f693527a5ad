"""The command line as a module: python -m latent_explorer.app.cli, for torchrun -m."""

from latent_explorer.app.cli.commands import app

app()
