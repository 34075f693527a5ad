"""What the lesson says of the code is what the code says."""

import re

from tests.helpers.paths import ROOT


def test_the_lesson_shows_the_models_own_lines() -> None:
    step = (ROOT / "static/lesson/steps/noise.js").read_text("utf-8")
    (listing,) = re.findall(r"^const CODE = \[(.*?)\];", step, re.DOTALL | re.MULTILINE)
    shown = re.findall(r'"([^"]+)"', listing)
    model = (ROOT / "model/networks/autoencoder.py").read_text("utf-8")
    assert len(shown) == 2 and [line for line in shown if f"    {line}" not in model] == []
