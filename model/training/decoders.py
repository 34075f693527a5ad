"""Trains further decoders on the codes of a model that is done: what they agree on the images tell.

Each begins at other random weights and sees the images in another order; codes and everything else are the same. Where
no image's code is near, each goes on in its own way. Source: Syrota, Moreno-Muñoz & Hauberg 2024, "Decoder ensembling
for learned latent geometries", arXiv 2408.07507.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from latent_explorer.model.codec import Code
from latent_explorer.model.config import TrainConfig
from latent_explorer.model.networks.autoencoder import Autoencoder, reparameterise
from latent_explorer.model.networks.build import build
from latent_explorer.model.store.checkpoint import Checkpoint
from latent_explorer.model.training.schedules import moving_average, one_cycle

Loss = Callable[[Tensor], Tensor]  # of the images with these indices (b,), a scalar


@dataclass(frozen=True)
class Ensemble:
    """How many decoders are trained, for how many epochs each, and the seed of the first."""

    decoders: int = 5
    epochs: int = 10
    seed: int = 0


def train_decoders(
    checkpoint: Checkpoint, x: Tensor, code: Code, ensemble: Ensemble, on_epoch: Callable[[int], None]
) -> list[nn.Module]:
    """Decoders z (n, d) to logits (n, p), trained on images x (n, p) in 0..1 and their codes μ, σ (n, d).

    `on_epoch(done)` is called after each epoch of each, with how many are done in all.
    """
    found = []
    for number in range(ensemble.decoders):
        before = number * ensemble.epochs
        for done, (average, _) in enumerate(_epochs_of(checkpoint, x, code, ensemble, number), start=before + 1):
            on_epoch(done)
            if done == before + ensemble.epochs:
                found.append(average)
    return found


def _epochs_of(
    checkpoint: Checkpoint, x: Tensor, code: Code, ensemble: Ensemble, number: int
) -> Iterator[tuple[nn.Module, float]]:
    """The epochs of one of the decoders."""
    seed, config = ensemble.seed + number, checkpoint.training
    torch.manual_seed(seed)
    network = build(checkpoint.model, checkpoint.images)
    assert isinstance(network, Autoencoder)
    decoder, noise = network.decoder, torch.Generator().manual_seed(seed)
    decoder.start_at(x.mean(0))
    mu, sigma = code
    means, log_sigma = torch.from_numpy(mu), None if sigma is None else torch.from_numpy(sigma).log()  # (n, d)

    def loss(batch: Tensor) -> Tensor:
        z = reparameterise(means[batch], None if log_sigma is None else log_sigma[batch], noise)  # (b, d)
        with torch.autocast("cpu", torch.bfloat16, enabled=config.precision == "bfloat16"):
            return network.reconstruction(decoder(z), x[batch]).sum(-1).mean()

    return averaged_epochs(decoder, loss, len(x), ensemble.epochs, config, config.learning_rate, seed)


def averaged_epochs(
    network: nn.Module, loss: Loss, images: int, epochs: int, config: TrainConfig, rate: float, seed: int
) -> Iterator[tuple[nn.Module, float]]:
    """Train `network` in place on so many images; after each epoch give its averaged weights and the mean loss.

    The optimiser, its schedule, batches and averaging are those of `Trainer`, with `rate` as the highest.
    """
    average = AveragedModel(network, avg_fn=moving_average(config.average_decay))
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=config.weight_decay, fused=True)
    generator = torch.Generator().manual_seed(seed)
    size = min(config.batch_size, images)
    steps = images // size
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for step, batch in enumerate(torch.randperm(images, generator=generator).split(size)[:steps]):
            for group in optimizer.param_groups:
                group["lr"] = rate * one_cycle((epoch * steps + step) / (epochs * steps))
            value = loss(batch)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 100.0)
            optimizer.step()
            average.update_parameters(network)
            total += float(value.detach())
        network.eval()
        yield average.module.eval(), total / steps
