import re
import tomllib

import pytest
from typer.testing import CliRunner

from latent_explorer.app.cli.commands import app
from tests.helpers.paths import ROOT


def test_help_names_the_commands() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in ("serve", "train", "evaluate"):
        assert command in result.output


def test_version_is_that_of_the_project() -> None:
    result = CliRunner().invoke(app, ["--version"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (result.exit_code, result.output) == (0, f"latent-explorer {project['version']}\n")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("serve", ["--host", "--port", "LATENT_PORT"]),
        ("train", ["--model", "--kind", "--latent-dim", "--epochs", "--seed", "--data", "--out", "--device"]),
        ("evaluate", ["--model", "--data", "--iwae-k", "--only", "--device"]),
    ],
)
def test_help_of_a_command_names_its_options(command: str, options: list[str]) -> None:
    result = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}).invoke(app, [command, "--help"])
    assert result.exit_code == 0
    plain = re.sub(r"\x1b\[[0-9;]*m", "", result.output)
    assert [option for option in options if option not in plain] == []


@pytest.mark.parametrize("by_option", [True, False])
def test_a_folder_of_models_that_is_none_is_named_by_its_option_and_its_setting(by_option: bool) -> None:
    arguments, environment = (["--models", "absent"], {}) if by_option else ([], {"LATENT_MODELS": "absent"})
    result = CliRunner(env={"COLUMNS": "200"} | environment).invoke(app, ["serve", *arguments])
    said = "--models, or LATENT_MODELS, takes a folder of models, and absent is none"
    assert (result.exit_code, said in result.output) == (2, True), result.output


@pytest.mark.parametrize(
    "arguments", [[], ["train"], ["evaluate"], ["serve", "--port", "many"], ["serve", "--port", "70000"]]
)
def test_a_wrong_call_shows_how_it_goes(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2 and "Usage" in result.output
