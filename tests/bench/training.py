"""Seconds per epoch of our training beside those of PyTorch's own VAE example: same network, batch and thread.

`python -m tests.bench.training` times a tenth of an epoch of each, in turn, on digits of the shipped sample.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from latent_explorer.model.config import ModelConfig, Precision, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.training.trainer import Trainer
from tests.bench import example

EPOCH = 55_000
PART = 5_500
ROUNDS = 3


def digits(count: int) -> ImageData:
    """So many digits; the sample over and over: what they show does not change the time they take."""
    sample = load_sample()
    return sample.take(np.arange(count) % len(sample))


def ours(precision: Precision) -> Callable[[], object]:
    """An epoch over a part, with warps, averaged weights and validation."""
    config = TrainConfig(augment=0.2, precision=precision)
    trainer = Trainer(ModelConfig("vae"), config, digits(PART), digits(config.validation_images // (EPOCH // PART)))
    return trainer.run_epoch


def seconds(train: Callable[[], object]) -> float:
    """The time of a whole epoch, from that of a part."""
    start = time.perf_counter()
    train()
    return (time.perf_counter() - start) * EPOCH / PART


def main() -> None:
    """Measure in turn, and print the table."""
    torch.set_num_threads(1)
    batch = TrainConfig().batch_size
    contenders = {
        "as PyTorch's VAE example trains, float32": example.training(digits(PART), ModelConfig("vae"), batch),
        "ours, float32": ours("float32"),
        "ours, bfloat16": ours("bfloat16"),
    }
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, train in contenders.items():
            taken[name].append(seconds(train))
    print(f"| training, batch {batch}, 1 thread | median s an epoch | least | largest |\n|---|---|---|---|")
    for name, times in taken.items():
        print(f"| {name} | {statistics.median(times):.1f} | {min(times):.1f} | {max(times):.1f} |")


if __name__ == "__main__":
    main()
