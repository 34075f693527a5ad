"""How a foreign model takes images, gives them back, and writes the width of its codes: what no file tells."""

import math
from dataclasses import dataclass, field
from typing import Literal

from latent_explorer.model.config.fields import Config, ConfigError, about

Pixels = Literal["unit", "symmetric", "standardised"]  # 0..1; −1..1; less the mean, over the standard deviation
Output = Literal["unit", "symmetric", "standardised", "logits"]
Second = Literal["none", "log_variance", "log_sd", "sd", "variance"]  # none: an autoencoder, whose code is a point
Layout = Literal["separate", "halves", "interleaved"]
Axes = Literal["planes", "pixels"]  # of colour, flattened: a plane after the other, or a pixel after the other

CHOICES: dict[str, tuple[str, ...]] = {
    "input": ("unit", "symmetric", "standardised"),
    "output": ("unit", "symmetric", "standardised", "logits"),
    "second": ("none", "log_variance", "log_sd", "sd", "variance"),
    "layout": ("separate", "halves", "interleaved"),
    "axes": ("planes", "pixels"),
}


@dataclass(frozen=True)
class Conventions(Config):
    """What stands between a foreign network and images in 0..1, codes μ and σ.

    `shape` is of one image as the encoder takes it, without the batch: (c, side, side), (side, side, c), (side, side)
    or (values,); of the last `axes` says in which order colours lie, and so of a decoder that gives (n, values).
    `input` and `output` are ranges of pixels; `mean` and `sd` are those of "standardised", one number or one for each
    channel, pixel values in 0..1. `inverted`: light and dark change places; `transposed`: rows and columns do; both
    before the encoder and after the decoder. `second` is what the encoder says beside μ; `layout`, how it gives the
    two: as outputs of their own, of which `outputs` says which is μ and which the other, or as one of 2d numbers, in
    halves or by turns.
    """

    shape: tuple[int, ...]
    input: Pixels = "unit"
    output: Output = "unit"
    second: Second = "log_variance"
    layout: Layout = "separate"
    outputs: tuple[int, int] = (0, 1)
    axes: Axes = "planes"
    inverted: bool = False
    transposed: bool = False
    mean: tuple[float, ...] = (0.0,)
    sd: tuple[float, ...] = field(default=(1.0,), metadata=about(help="Of the pixels, where they are standardised"))

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ConfigError(f"{name} must be one of {choices}, not {getattr(self, name)!r}")
        for name in ("inverted", "transposed"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(f"{name} must be true or false, not {getattr(self, name)!r}")
        if not all(isinstance(value, tuple) for value in (self.shape, self.mean, self.sd, self.outputs)):
            raise ConfigError("shape, outputs, mean and sd must be lists of numbers")
        if not (1 <= len(self.shape) <= 3 and all(isinstance(side, int) and side > 0 for side in self.shape)):
            raise ConfigError(f"shape must be one to three whole numbers above 0, not {self.shape!r}")
        if not all(isinstance(value, int | float) and math.isfinite(value) for value in (*self.mean, *self.sd)):
            raise ConfigError(f"mean and sd must be finite numbers, not {self.mean!r} and {self.sd!r}")
        if len(self.mean) != len(self.sd) or not all(sd > 0 for sd in self.sd):
            raise ConfigError("mean and sd must be as many numbers, and sd above 0")
        if len(self.outputs) != 2 or not all(isinstance(place, int) and 0 <= place < 16 for place in self.outputs):
            raise ConfigError(f"outputs must be two places, from 0, not {self.outputs!r}")
