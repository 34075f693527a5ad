"""The command line as tests call it."""

from typer.testing import CliRunner, Result

from latent_explorer.app.cli.commands import app


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "500"}).invoke(app, [str(a) for a in arguments])
