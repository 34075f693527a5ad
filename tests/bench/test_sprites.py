"""The tables of docs/sprites.md are those of the figures that are kept, and those of seed 0 are the shipped models'."""

import json

import pytest

from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import METRICS
from tests.bench import sprites
from tests.bench.sprites import KEPT, MODELS, PAGE, picked, section

FIGURES = json.loads(KEPT.read_text())


def test_the_page_has_the_tables_of_the_figures() -> None:
    assert section(FIGURES) in PAGE.read_text()


@pytest.mark.parametrize("name", MODELS)
def test_seed_0_is_what_is_shipped(name: str) -> None:
    assert len(FIGURES[name]) == len(FIGURES["sprites-ae-10d"])
    assert FIGURES[name][0] == picked(json.loads((ZOO / name / METRICS).read_text()))


def test_a_table_tells_the_axis_that_tells_most_of_each_seed() -> None:
    seeds = [{"factors": {"information": [[0.1] * 5, [0.0, 0.5, 0.0, 0.9, 0.0]]}} for _ in range(2)]
    assert list(sprites._held(seeds))[:2] == ["0.10 (0), 0.10 (0)", "0.50 (1), 0.50 (1)"]


def test_a_figure_has_its_range_and_what_a_model_lacks_a_dash() -> None:
    spread = {"value": 1.234, "low": 1.0, "high": 2.0}
    assert list(sprites._shown({"mig": spread, "kl": None, "mse": 0.5}, ("mig", "kl", "mse"))) == [
        "1.23 [1.00, 2.00]", "–", "0.5",
    ]  # fmt: skip
