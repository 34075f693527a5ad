"""What a report on a model's health is made of: a model with images and their codes; sections, each with a verdict."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec
from latent_explorer.model.statistics.draws import draw_fitted
from latent_explorer.model.statistics.spread import ACTIVE_VARIANCE, LEAST, NARROWEST

Level = Literal["good", "mind", "bad", "none"]  # none: not measured, and the key says why
LEAST_ERROR = 1e-9  # squared error per pixel; below it float32 tells no reconstruction from its image

POSTERIORS, PRIOR = 1, 2  # noise of their own: where a posterior is the prior, its draws would else be the prior's


@dataclass(frozen=True)
class Verdict:
    """How a section ends: `key` names the sentence in which it is said."""

    level: Level
    key: str


@dataclass(frozen=True)
class Section:
    """One question about a model. `figures` are JSON-ready; `shown` are arrays for its pictures, by name."""

    verdict: Verdict
    figures: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """A model, images (n, p) in 0..1 that it never saw, their codes μ and σ (n, d), and the images decoded at μ (n, p).

    σ is None for an autoencoder. All that is drawn is drawn by the seed.
    """

    codec: Codec
    images: Array
    mu: Array
    sigma: Array | None
    rebuilt: Array
    seed: int

    @classmethod
    def of(cls, codec: Codec, images: Array, seed: int) -> Self:
        """Encode images (n, p), and decode their codes."""
        mu, sigma = codec.encode(images)
        return cls(codec, images, mu, sigma, codec.decode(mu), seed)

    def first(self, count: int) -> Self:
        """The same of the first images alone, at most so many, for what takes long."""
        sigma = None if self.sigma is None else self.sigma[:count]
        return type(self)(self.codec, self.images[:count], self.mu[:count], sigma, self.rebuilt[:count], self.seed)

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """On which axes codes differ: (d,). Of a VAE by Burda, Grosse & Salakhutdinov 2016, §5.2; see `spread.py`."""
        sd = self.mu.astype(np.float64).std(axis=0)  # (d,)
        if self.sigma is not None:
            return np.asarray(sd**2 > ACTIVE_VARIANCE)
        return np.asarray(sd > max(LEAST, NARROWEST * float(sd.max())))

    @cached_property
    def error(self) -> float:
        """Squared error per pixel of the reconstructions, mean over images, never 0."""
        return max(float(np.square(self.rebuilt - self.images).mean(dtype=np.float64)), LEAST_ERROR)

    def around(self, draws: int, salt: int) -> Array:
        """Draws from the posterior of each image, its aggregate: (draws · n, d). An autoencoder's are its codes."""
        if self.sigma is None:
            return np.tile(self.mu, (draws, 1))
        noise = self._noise(POSTERIORS, salt, (draws, *self.mu.shape))
        z: Array = (self.mu + self.sigma * noise).reshape(-1, self.mu.shape[1])
        return z

    def fresh(self, count: int, salt: int) -> Array:
        """Codes (count, d) of new images: from the prior, or for an autoencoder from a Gaussian fitted to its codes."""
        if self.sigma is None:
            return draw_fitted(self.mu, count, 1.0, self.seed + salt)
        return self._noise(PRIOR, salt, (count, self.mu.shape[1]))

    def _noise(self, of: int, salt: int, shape: tuple[int, ...]) -> Array:
        """Standard normal numbers, others for each `of` and each salt."""
        return np.random.default_rng((self.seed, of, salt)).standard_normal(shape, np.float32)


def numbers(values: NDArray[np.floating]) -> list[float]:
    """An array (k,) as numbers for JSON, to six significant digits."""
    return [float(f"{value:.6g}") for value in values]


def squares(a: Array, b: Array) -> Doubles:
    """Squared distance of each row of a (n, p) to that of b (n, p): (n,)."""
    apart: Doubles = np.square(a.astype(np.float64) - b).sum(axis=1)
    return apart
