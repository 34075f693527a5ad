"""The page's engine, run by Node on a shipped model."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from latent_explorer.model.registry import ZOO

NODE = Path(sys.executable).with_name("node")
SCRIPTS = Path(__file__).parents[1] / "js" / "engine"


def answers(
    model: str | Path,
    *questions: tuple[str, dict[str, Any]],
    sd: list[float] | None = None,
    cloud: list[list[float]] | None = None,
) -> list[Any]:
    """What it answers to questions by name, with what is given, of a shipped model or a folder; bytes are lists.

    sd and cloud: of the sample's codes, as the API tells them.
    """
    asked = [{"ask": name, "given": given} for name, given in questions]
    found: list[Any] = asked_of_node(
        "ask.js", {"folder": str(ZOO / model), "sd": sd, "cloud": cloud, "questions": asked}
    )
    return found


def asked_of_node(script: str, question: dict[str, Any]) -> Any:
    """What a script of tests/js/engine/ answers: JSON in, JSON out."""
    body = json.dumps(question)
    run = subprocess.run([NODE, SCRIPTS / script], input=body, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(run.stdout)
