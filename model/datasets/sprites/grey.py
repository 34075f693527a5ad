"""Sprites: white on black, 32×32, from five known factors."""

from latent_explorer.model.arrays import Doubles
from latent_explorer.model.config.sprites import SPRITES
from latent_explorer.model.datasets.factors import Factor, turn
from latent_explorer.model.datasets.sprites.drawn import DrawnSet, cover

FACTORS = (
    Factor("shape", "class", 0, len(SPRITES.classes) - 1),
    Factor("size", "linear", 5, 9, "pixels"),  # the side of a square of the same area
    turn("angle"),  # counterclockwise
    Factor("x", "linear", 9.5, 21.5, "pixels"),  # of the centre, from the middle of the top left pixel to the right
    Factor("y", "linear", 12, 19, "pixels"),  # and down
)


def _paint(factors: Doubles) -> Doubles:
    return cover(SPRITES.side, *factors.T)


GREY = DrawnSet(SPRITES, FACTORS, _paint, {"train": 40_000, "test": 10_000})
