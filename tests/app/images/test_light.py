"""However light falls on a page, the digit is the one that even light shows."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from latent_explorer.app.images.normalise import normalise_grey

Grey = NDArray[np.float32]
SIDE = 400  # px
EIGHT = [(0.5, 0.5), (0.3, 0.36), (0.36, 0.2), (0.5, 0.15), (0.64, 0.2), (0.7, 0.36), (0.3, 0.66)]
EIGHT += [(0.36, 0.8), (0.5, 0.85), (0.64, 0.8), (0.7, 0.66), (0.5, 0.5)]
INK, PAPER = 0.12, 0.85
ACROSS = np.linspace(-1, 1, SIDE, dtype=np.float32)


def page(pen: float) -> Grey:
    """An 8 by a pen as wide as that part of it, (SIDE, SIDE), in even light."""
    image = Image.new("F", (SIDE, SIDE), PAPER)
    points = [(x * SIDE, y * SIDE) for x, y in EIGHT]
    ImageDraw.Draw(image).line(points, INK, round(pen * SIDE), joint="curve")
    return np.asarray(image)


def differs(lit: Grey, even: Grey) -> float:
    """How much the 28×28 differs, grey levels of 0..1 per pixel."""
    return float(np.abs(normalise_grey(lit).pixels - normalise_grey(even).pixels).mean())


def lamp(angle: float) -> Grey:
    """A lamp's light, half as strong at one side, and weaker in the corners, (SIDE, SIDE)."""
    y, x = ACROSS[:, None], ACROSS
    return np.asarray(0.72 + 0.25 * (np.cos(angle) * x + np.sin(angle) * y) - 0.1 * (x**2 + y**2), np.float32)


@pytest.mark.parametrize("angle", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("pen", [0.1, 0.16])
def test_thick_strokes_do_not_dim_the_light_that_is_found(pen: float, angle: float) -> None:
    assert differs(page(pen) * lamp(angle), page(pen)) < 0.01
