import re

import numpy as np
import pytest

from latent_explorer.app.report.drawing import HEIGHT, WIDTH, Scale, frame
from latent_explorer.app.report.plots import against_normal, axis_bars, axis_widths, curve, pairs, shares, two_densities
from latent_explorer.app.report.words import Words
from latent_explorer.model.config import MNIST

WORDS = Words("en", MNIST)
RNG = np.random.default_rng(0)


def places(svg: str) -> list[tuple[float, float]]:
    """Where texts, dots and bars are, px."""
    found = re.findall(r'(?:cx|x)="(-?[\d.]+)" (?:cy|y)="(-?[\d.]+)"', svg)
    return [(float(x), float(y)) for x, y in found]


def test_a_scale_goes_from_end_to_end_and_no_farther() -> None:
    scale = Scale((0, 10), (50, 150))
    assert [scale(value) for value in (0, 5, 10, 99, -1)] == [50, 100, 150, 150, 50]
    log = Scale((0.01, 100), (0, 400), log=True)
    assert [log(value) for value in (0.01, 1, 100)] == pytest.approx([0, 200, 400])
    assert log(0) == 0


@pytest.mark.parametrize(
    ("ends", "log", "ticks"),
    [
        ((0, 1), False, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((-3, 3), False, [-2, 0, 2]),
        ((0.001, 100), True, [0.001, 0.1, 10]),
        ((0, 0.034), False, [0, 0.01, 0.02, 0.03]),
    ],
)
def test_ticks_are_round_and_within(ends: tuple[float, float], log: bool, ticks: list[float]) -> None:
    assert Scale(ends, (0, 1), log).ticks() == pytest.approx(ticks)


def test_values_that_are_all_the_same_have_a_frame() -> None:
    assert frame((2, 2), (0, 0)).x.values == (1.5, 2.5)
    assert frame((5, 5), (0, 1), log_x=True).x.values == (1, 10)


@pytest.mark.parametrize("dims", [2, 16, 256])
def test_plots_stay_on_their_sheet(dims: int) -> None:
    values, active = RNG.exponential(size=dims), np.arange(dims) < 2
    normal = RNG.normal(0, 30, 500)
    drawings = [
        axis_bars("said", values, active, WORDS, "nat"),
        axis_widths("said", values, values / 100, WORDS, [("one", "μ"), ("two", "σ")]),
        against_normal("said", normal, WORDS, "z", [("column", "codes")]),
        two_densities("said", values, values + 1, WORDS, "distance", [("column", "draws")]),
        pairs("said", values, values * 3, WORDS, ("x", "y"), log=True),
        curve("said", np.array([0.05, 1]), [(np.array([0.1, 0.2]), "one")], WORDS, ("x", "y")),
        shares("said", [("inverted", 0.9, 0.8, 1.0)], WORDS, 0.9),
    ]
    for svg in drawings:
        assert svg.startswith("<svg ") and svg.count("<title>said</title>") == 1
        assert all(-1 <= x <= WIDTH + 1 and -1 <= y <= HEIGHT + 1 for x, y in places(svg))
    assert drawings[0].count('class="bar"') == 2 and drawings[0].count('class="hollow"') == dims - 2


def test_a_text_is_no_markup() -> None:
    assert "<b>" not in shares("<b>", [("<b>", 0.5, 0.4, 0.6)], WORDS, 0.9)
