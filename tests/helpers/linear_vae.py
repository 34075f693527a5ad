"""A linear VAE whose figures are known beforehand: images are drawn from it, and its posterior is exact."""

import numpy as np
from torch import nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Code
from latent_explorer.model.config import Conventions, ForeignConfig, Kind, ModelConfig, TrainConfig
from latent_explorer.model.store.checkpoint import Checkpoint
from tests.helpers.stand_ins import LinearCodec

REACH, NOISE = 4.0, 0.02  # length of an image's change along an axis; sd of its pixels


class LinearVae(LinearCodec):
    """x = ½ + z·W + noise; W has orthogonal rows of length REACH. Its posterior is exact, for β = 1.

    `width` is a factor of σ, `moved` is added to μ, `idle` are axes whose posterior is the prior.
    """

    def __init__(
        self,
        dims: int = 2,
        kind: Kind = "vae",
        width: float = 1,
        moved: float = 0,
        idle: int = 0,
        declared: bool = True,
    ) -> None:
        super().__init__(dims)
        self.frame *= np.float32(REACH)
        self.frame[dims - idle :] = 0
        self.kind, self.width, self.moved = kind, width, moved
        config = ModelConfig(kind, latent_dim=dims, likelihood="gaussian", observation_sd=NOISE)
        self.checkpoint = Checkpoint("linear", nn.Identity(), config, TrainConfig(), {}, {}, "revision")
        if not declared:
            foreign = ForeignConfig("python", Conventions((28, 28)), dims)
            object.__setattr__(self.checkpoint, "model", foreign)

    @property
    def precision(self) -> Array:
        """1/σ² of each axis, (d,)."""
        found: Array = 1 + np.square(self.frame).sum(axis=1) / np.float32(NOISE**2)
        return found

    def encode(self, images: Array) -> Code:
        mu: Array = ((images - 0.5) @ self.frame.T / np.float32(NOISE**2) / self.precision).astype(np.float32)
        if self.kind == "ae":
            return mu, None
        sigma = np.float32(self.width) / np.sqrt(self.precision)
        return mu + np.float32(self.moved), np.tile(sigma.astype(np.float32), (len(mu), 1))

    def drawn(self, count: int = 400, seed: int = 3) -> Array:
        """Images of it, (count, 784)."""
        rng = np.random.default_rng(seed)
        z = rng.standard_normal((count, self.latent_dim), np.float32)
        noise = rng.standard_normal((count, 784), np.float32)
        images: Array = self.decode(z) + np.float32(NOISE) * noise
        return images
