"""How settings change over a training: learning rate, the KL divergence's weight, augmentation and averaging. Pure."""

import math
from collections.abc import Callable

from torch import Tensor

WARM_UP = 0.2  # share of the run over which the learning rate rises
FADE_OUT = 0.4  # share of the run, at its end, over which augmentation fades


def one_cycle(progress: float) -> float:
    """Factor of the learning rate at `progress` 0..1: a linear rise over the first fifth, then cosine decay to 0.

    Source: Smith 2018, "A disciplined approach to neural network hyper-parameters".
    """
    if progress < WARM_UP:
        return 0.04 + 0.96 * progress / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def straight_line(start: float, end: float, progress: float) -> float:
    """From `start` at `progress` 0 to `end` at 1, where it stays."""
    return start + (end - start) * min(1.0, progress)


def augment_fade(progress: float) -> float:
    """Factor of the augmentation's strength at `progress` 0..1: 1, then a linear fade to 0 over the last 40 %.

    Augmentation keeps the encoder from memorising; fading it out lets training end on undistorted digits.
    """
    return min(1.0, (1 - progress) / FADE_OUT)


def moving_average(decay: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """An `avg_fn` for AveragedModel: exponential moving average whose decay grows with the count, up to `decay`.

    A small decay at first lets the average forget the random initial weights.
    """

    def average(old: Tensor, new: Tensor, count: Tensor | int) -> Tensor:
        return old.lerp(new, 1 - min(decay, (1 + int(count)) / (10 + int(count))))

    return average
