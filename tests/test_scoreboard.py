from pathlib import Path

import pytest

from app.report import LINES
from app.scoreboard import HEADLINES, scoreboard
from model.checkpoint import load
from model.registry import ZOO

README = Path(__file__).parent.parent / "README.md"


def figure(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.01, "high": value + 0.01}


def test_the_better_figure_is_bold_where_the_ranges_lie_apart() -> None:
    ae = {"test": {"mse_interval": figure(0.03)}, "nearness": {"neighbours": {"knn_accuracy": figure(0.85)}}}
    vae = {"test": {"mse_interval": figure(0.04)}, "nearness": {"neighbours": {"knn_accuracy": figure(0.8)}}}
    table = scoreboard(("a", "v"), ae, vae)
    assert "| 0.0300 [0.0200, 0.0400] | 0.0400 [0.0300, 0.0500] |" in table
    assert "| **85.0 [84.0, 86.0]** | 80.0 [79.0, 81.0] |" in table
    assert "| Negative ELBO, nats per image (z sampled) | – | – |" in table


@pytest.mark.parametrize("path", [path for _, path, _, _ in HEADLINES])
def test_every_headline_is_a_line_of_the_report(path: str) -> None:
    assert path in LINES


def test_the_readme_shows_the_shipped_twins() -> None:
    ae, vae = load(ZOO / "ae-2d"), load(ZOO / "vae-2d")
    assert scoreboard((ae.id, vae.id), ae.metrics, vae.metrics) in README.read_text(encoding="utf-8")
