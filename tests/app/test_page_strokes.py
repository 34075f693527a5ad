"""Drawings that the page makes digits of, run by Node, beside the server's: the same bytes."""

import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.images.strokes import FARTHEST, MAX_POINTS, PEN, SMALLEST, Strokes, normalise_strokes
from tests.helpers.drawings import DIGITS, strokes

NODE = Path(sys.executable).with_name("node")
SCRIPT = Path(__file__).parents[1] / "js" / "engine" / "drawn_digits.js"
Numbers = NDArray[np.float64]
Random = np.random.Generator


def in_page(drawings: list[Strokes]) -> list[bytes]:
    given = b"".join(struct.pack("<I", len(rows)) + rows.tobytes() for rows in drawings)
    digits = subprocess.run([str(NODE), str(SCRIPT)], input=given, stdout=subprocess.PIPE, check=True).stdout
    assert len(digits) == 784 * len(drawings)
    return [digits[at : at + 784] for at in range(0, len(digits), 784)]


def on_server(drawing: Strokes) -> bytes:
    return np.rint(normalise_strokes(drawing).pixels * 255).astype(np.uint8).tobytes()


def some_pens(random: Random, n: int) -> Numbers:
    """Pens (n), one for all or one for each, where some strokes begin, at times not even the first."""
    pens = random.choice([*PEN, 1, 2.5, 3.3, *random.uniform(*PEN, 4)])
    own = random.uniform(*PEN, n) if random.random() < 0.4 else np.full(n, pens)
    begins = random.random(n) < random.choice([0, 0.1, 0.5])
    begins[0] = random.random() < 0.8
    return np.where(begins, -own, own)


def quarters(random: Random, n: int) -> Numbers:
    """Level, upright, slanted by 45°, symmetric and repeated: what is halfway between two bytes or places."""
    return random.integers(0, 5, (n, 2)) / 4


def beyond(random: Random, n: int) -> Numbers:
    """All over what is allowed, and at its very edge."""
    return np.clip(random.uniform(-1.2, 1.2, (n, 2)) * FARTHEST, -FARTHEST, FARTHEST)


KINDS: dict[str, Callable[[Random, int], Numbers]] = {
    "anywhere": lambda random, n: random.random((n, 2)),
    "by hand": lambda random, n: random.random((1, 2)) + np.cumsum(random.normal(0, 0.02, (n, 2)), 0).clip(-1, 1),
    "one place": lambda random, n: np.repeat(random.random((1, 2)), n, 0),
    "tiny": lambda random, n: 0.5 + random.random((n, 2)) * SMALLEST * random.choice([1e-5, 0.1, 1, 1.5]),
    "level": lambda random, n: np.column_stack([random.random(n), np.full(n, random.random())]),
    "upright": lambda random, n: np.column_stack([np.full(n, random.random()), random.random(n)]),
    "quarters": quarters,
    "beyond": beyond,
}


def assert_same_bytes(drawings: list[Strokes]) -> None:
    for drawing, found in zip(drawings, in_page(drawings), strict=True):
        assert found == on_server(drawing), drawing.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_makes_the_same_digit_of_a_drawing(kind: str) -> None:
    random = np.random.default_rng(list(KINDS).index(kind))
    sizes = [1, 2, 3, *random.integers(1, 40, 97)]
    places = [KINDS[kind](random, n) for n in sizes]
    assert_same_bytes([np.column_stack([xy, some_pens(random, len(xy))]).astype(np.float32) for xy in places])


def test_and_of_written_digits_by_any_pen() -> None:
    assert_same_bytes([strokes(lines, pen) for lines in DIGITS.values() for pen in np.linspace(*PEN, 16)])


# 4608 units are 18 px by a pen of 2, and each is half a step: by some, that depends on the order of operations.
@pytest.mark.parametrize("unit", [2**-12, 49 * 2**-18, 99 * 2**-19])
@pytest.mark.parametrize("hair", [-1, 0, 1])
def test_and_of_points_halfway_between_two_steps_or_a_hair_beside(unit: float, hair: int) -> None:
    random = np.random.default_rng(0)
    xy = random.integers(0, 4609, (50, 20, 2)) * unit
    xy[:, 0], xy[:, 1] = 0, 4608 * unit
    pens = np.full((50, 20, 1), -2 - hair * 2**-22)
    assert_same_bytes([*np.concatenate([xy, pens], 2).astype(np.float32)])


def test_and_of_as_many_points_as_are_taken() -> None:
    random = np.random.default_rng(0)
    places = [KINDS[kind](random, MAX_POINTS) for kind in ("anywhere", "by hand", "beyond")]
    assert_same_bytes([np.column_stack([xy, some_pens(random, MAX_POINTS)]).astype(np.float32) for xy in places])
