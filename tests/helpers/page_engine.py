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
    body = json.dumps({"folder": str(ZOO / model), "sd": sd, "cloud": cloud, "questions": asked})
    run = subprocess.run([NODE, SCRIPTS / "ask.js"], input=body, stdout=subprocess.PIPE, check=True, text=True)
    found: list[Any] = json.loads(run.stdout)
    return found
