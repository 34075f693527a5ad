"""The command line as tests call it, on a terminal so wide that no sentence breaks."""

from typer.testing import CliRunner, Result

from latent_explorer.app.cli.commands import app
from latent_explorer.app.cli.terminal import console

COLUMNS = 500
console.width = COLUMNS  # made when it was imported, it knows no other


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": str(COLUMNS)}).invoke(app, [str(a) for a in arguments])
