"""The page's small twins, trained by PyTorch as anybody would: eager, Adam, batches of 64, one thread."""

import time
from dataclasses import dataclass

import torch
from torch import Tensor

from latent_explorer.model.config import Kind, ModelConfig
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms

BATCH, RATE, WARM = 64, 2e-3, 20
KINDS: tuple[Kind, ...] = ("ae", "vae")


def small(kind: Kind) -> ModelConfig:
    """What static/engine/training/twins.js builds."""
    return ModelConfig(kind, encoder_channels=(), encoder_width=64, fourier_features=32, decoder_width=64,
                       decoder_blocks=1)  # fmt: skip


@dataclass
class Half:
    """A network and its optimizer."""

    network: Autoencoder
    optimizer: torch.optim.Adam

    @classmethod
    def of(cls, kind: Kind) -> "Half":
        """From seed 0."""
        torch.manual_seed(0)
        network = Autoencoder(small(kind))
        return cls(network, torch.optim.Adam(network.parameters(), lr=RATE))

    def step(self, x: Tensor, noise: torch.Generator) -> None:
        """One step on images x (n, p)."""
        reconstruction, kl = loss_terms(self.network, x, noise)
        self.optimizer.zero_grad()
        (reconstruction + kl).mean().backward()
        self.optimizer.step()


class Twins:
    """Both, in lockstep on the same batches."""

    def __init__(self, images: Tensor) -> None:
        self._images, self._halves = images, [Half.of(kind) for kind in KINDS]
        self._chance, self._order, self._at = torch.Generator().manual_seed(0), torch.arange(0), 0

    def step(self) -> None:
        """One step of both."""
        if self._at + BATCH > len(self._order):
            self._order, self._at = torch.randperm(len(self._images), generator=self._chance), 0
        x = self._images[self._order[self._at : self._at + BATCH]].float() / 255  # (64, p)
        self._at += BATCH
        for half in self._halves:
            half.step(x, self._chance)


def steps_a_second(images: Tensor, seconds: float) -> float:
    """Of both twins together, on images (n, p) uint8."""
    twins = Twins(images)
    for _ in range(WARM):
        twins.step()
    done, begun = 0, time.perf_counter()
    while time.perf_counter() < begun + seconds:
        twins.step()
        done += 1
    return done / (time.perf_counter() - begun)
