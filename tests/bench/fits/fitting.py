"""What all fits have in common: the images, the optimiser with its schedule, and weights that are averaged."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from latent_explorer.model.config import TrainConfig
from latent_explorer.model.datasets.image_data import split_validation
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.training.decoders import Loss, averaged_epochs

USUAL = TrainConfig()


@dataclass(frozen=True)
class Images:
    """MNIST as (n, p) float32: what is trained on, the validation split, and the test images."""

    training: Tensor
    validation: Tensor
    test: Tensor

    @classmethod
    def of(cls, data: Path, seed: int) -> "Images":
        """The splits that `train --seed` has."""
        parts = split_validation(load_mnist(data, "train"), USUAL.validation_images, seed)
        return cls(*(torch.from_numpy(part.pixels()) for part in (*parts, load_mnist(data, "test"))))


def epochs(network: nn.Module, loss: Loss, count: int, images: int, rate: float, seed: int) -> Iterator[nn.Module]:
    """Train `network` as `train` does; after each of `count` epochs give its weights as averaged so far, and print."""
    start = time.perf_counter()
    for done, (average, mean) in enumerate(averaged_epochs(network, loss, images, count, USUAL, rate, seed), start=1):
        print(f"epoch {done:3d}/{count}  {mean:.2f} nats  {time.perf_counter() - start:.0f} s", flush=True)
        yield average
