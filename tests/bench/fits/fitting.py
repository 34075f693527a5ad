"""What all fits have in common: the images, the optimiser with its schedule, and weights that are averaged."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from latent_explorer.model.config import TrainConfig
from latent_explorer.model.datasets.image_data import split_validation
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.training.schedules import moving_average, one_cycle

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


Loss = Callable[[Tensor], Tensor]  # of the images with these indices (b,), a scalar


def epochs(network: nn.Module, loss: Loss, count: int, images: int, rate: float, seed: int) -> Iterator[nn.Module]:
    """Train `network` in place, and after each of `count` epochs give its weights as averaged so far.

    AdamW, its schedule, batches and averaging are those of `train`. `loss` is called with the indices of a batch.
    """
    average = AveragedModel(network, avg_fn=moving_average(USUAL.average_decay))
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=USUAL.weight_decay, fused=True)
    generator = torch.Generator().manual_seed(seed)
    steps, start = images // USUAL.batch_size, time.perf_counter()
    for epoch in range(count):
        network.train()
        order, total = torch.randperm(images, generator=generator), 0.0
        for step, batch in enumerate(order.split(USUAL.batch_size)[:steps]):
            for group in optimizer.param_groups:
                group["lr"] = rate * one_cycle((epoch * steps + step) / (count * steps))
            value = loss(batch)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 100.0)
            optimizer.step()
            average.update_parameters(network)
            total += float(value.detach())
        network.eval()
        taken = time.perf_counter() - start
        print(f"epoch {epoch + 1:3d}/{count}  {total / steps:.2f} nats  {taken:.0f} s", flush=True)
        yield average.module.eval()
