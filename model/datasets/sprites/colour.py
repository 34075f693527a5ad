"""Colour sprites: one upright shape, 32×32×3, of one hue on a grey background, from five known factors."""

import numpy as np

from latent_explorer.model.arrays import Doubles
from latent_explorer.model.config.sprites import COLOUR_SPRITES
from latent_explorer.model.datasets.factors import Factor, turn
from latent_explorer.model.datasets.sprites.drawn import DrawnSet, cover

SIZE = 8.0  # pixels: the side of a square of the same area

FACTORS = (
    Factor("shape", "class", 0, len(COLOUR_SPRITES.classes) - 1),
    turn("hue"),  # red, at a third of a turn green, at two thirds blue
    Factor("background", "linear", 0, 0.5),  # a shade of grey; white is 1
    Factor("x", "linear", 9.5, 21.5, "pixels"),  # of the centre, from the middle of the top left pixel to the right
    Factor("y", "linear", 12, 19, "pixels"),  # and down
)


def fill(hue: Doubles) -> Doubles:
    """The brightest, purest colour of each hue (n,), in radians, as red, green and blue in 0..1: (n, 3)."""
    thirds = np.array([0, 1, 2]) * 2 * np.pi / 3
    away = np.abs((hue[:, None] - thirds + np.pi) % (2 * np.pi) - np.pi)  # (n, 3): from pure red, green and blue
    pure: Doubles = np.clip(2 - away / (np.pi / 3), 0, 1)
    return pure


def _paint(factors: Doubles) -> Doubles:
    shape, hue, background, x, y = factors.T
    covered = cover(COLOUR_SPRITES.side, shape, np.full_like(x, SIZE), np.zeros_like(x), x, y)[..., None]
    painted: Doubles = covered * fill(hue)[:, None, None] + (1 - covered) * background[:, None, None, None]
    return painted


COLOUR = DrawnSet(COLOUR_SPRITES, FACTORS, _paint, {"train": 20_000, "test": 5_000})
