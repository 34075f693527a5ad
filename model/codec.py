"""The models' public interface: numpy in, numpy out, eval and inference mode. The app gets its numbers here only."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Floats
from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.sample import Sample, mnist_sample
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder, reparameterise
from latent_explorer.model.networks.judge import Judge
from latent_explorer.model.networks.refine import refine
from latent_explorer.model.networks.search import better_start
from latent_explorer.model.statistics.draws import draw
from latent_explorer.model.statistics.percentiles import Quantiles, quantiles
from latent_explorer.model.statistics.typicality import distances
from latent_explorer.model.store.checkpoint import Checkpoint, CheckpointError
from latent_explorer.model.store.foreign import AnyCheckpoint

Code = tuple[Array, Array | None]  # μ (n, d), and σ (n, d) or None for an autoencoder
BATCH = 1000
JUDGED = 17  # images per batch: with more, the output of the judge's first layer no longer fits into a CPU's cache
TERM_DRAWS = 64  # for an image shown by itself
FEATURE = "feature_distance"
ELBO_DRAWS = 8  # per image, over many images


@dataclass(frozen=True)
class Terms:
    """Loss terms of each image, nats, (n,) each; the reconstruction term is a mean over `draws` samples of z.

    `per_pixel` (n, p) is each pixel's part of the reconstruction term. `kl` and `negative_elbo` are None for an
    autoencoder. Of a model without a declared likelihood all are None but `kl`.
    """

    reconstruction: Array | None
    kl: Array | None
    negative_elbo: Array | None
    per_pixel: Array | None
    draws: int

    def by_name(self) -> dict[str, Array | None]:
        """The terms and their sum, (n,) each, by their names in metrics.json."""
        return {"reconstruction": self.reconstruction, "kl": self.kl, "negative_elbo": self.negative_elbo}


class Codec:
    """Encode, decode and measure with one autoencoder or VAE. Images are (n, p) float32 in 0..1."""

    def __init__(self, checkpoint: AnyCheckpoint, refinements: int | None = None, device: str = "cpu") -> None:
        """`refinements` overrides the configuration's number of steps; 0 keeps the encoder's own codes.

        The checkpoint's network moves to `device`, so codecs of one checkpoint are on one device. That of a foreign
        model stays on the CPU, where its halves compute.
        """
        if not isinstance(checkpoint.network, Autoencoder | ForeignNetwork):
            raise CheckpointError(f"{checkpoint.id} is a {checkpoint.model.kind}, not an autoencoder")
        self.device = "cpu" if isinstance(checkpoint.network, ForeignNetwork) else device
        self.checkpoint, self._network = checkpoint, checkpoint.network.to(self.device)
        self._refinements = checkpoint.model.refinements if refinements is None else refinements

    @property
    def latent_dim(self) -> int:
        """Number of latent dimensions, d."""
        return self.checkpoint.model.latent_dim

    @property
    def images(self) -> ImageSet:
        """What its images are."""
        return self.checkpoint.images

    @torch.inference_mode()
    def encode(self, images: Array) -> Code:
        """Images (n, p) to μ (n, d) and σ (n, d); σ is None for an autoencoder."""
        parts = [self._code(x) for x in self._tensor(images).split(BATCH)]
        mu = torch.cat([mu for mu, _ in parts]).cpu().numpy()
        log_sigmas = [log_sigma for _, log_sigma in parts if log_sigma is not None]
        return mu, torch.cat(log_sigmas).exp().cpu().numpy() if log_sigmas else None

    @torch.inference_mode()
    def decode(self, z: Array) -> Array:
        """Codes (n, d) to decoded images (n, p), float32 in 0..1."""
        logits = [self._network.decode(part) for part in self._tensor(z).split(BATCH)]
        return torch.cat(logits).sigmoid_().cpu().numpy()

    def decode_bytes(self, z: Array) -> NDArray[np.uint8]:
        """Codes (n, d) to decoded images (n, side, side[, 3]) uint8, rounded."""
        return to_bytes(self.decode(z), self.images)

    @torch.inference_mode()
    def jacobian(self, z: Array, directions: Floats | None = None) -> Array:
        """Jacobian ∂x̂/∂z of the decoded pixels (0..1) at z (n, d), per latent unit: (n, p, d).

        Along directions (k, d) alone: (n, p, k), in k/d of the time.
        """
        codes = self._tensor(z)
        along = torch.eye(self.latent_dim) if directions is None else torch.from_numpy(directions.astype(np.float32))
        return self._network.pixel_jacobian(codes, along.to(codes.device)).cpu().numpy()

    def kl_per_dim(self, mu: Array, sigma: Array) -> Array:
        """KL divergence of each dimension from the prior, nats: (n, d) to (n, d)."""
        return losses.kl_per_dim(torch.from_numpy(mu), torch.from_numpy(sigma).log()).numpy()

    def terms(self, images: Array, code: Code, draws: int = ELBO_DRAWS, seed: int = 0) -> Terms:
        """Loss terms of images (n, p) with their code, the reconstruction term averaged over `draws` samples of z."""
        generator = torch.Generator().manual_seed(seed)  # on the CPU, as are codes: draws are the same on any device
        mu, log_sigma = _tensors(code)
        draws = 1 if log_sigma is None else draws
        return self._terms(images, code, torch.stack([reparameterise(mu, log_sigma, generator) for _ in range(draws)]))

    def terms_of_one(self, image: Array, code: Code) -> Terms:
        """Loss terms of one image (1, p), averaged over 64 samples of z, the same that a page draws by itself."""
        mu, sigma = code  # (1, d) each
        z = mu if sigma is None else draw(mu[0], sigma[0], TERM_DRAWS, 1, seed=0)  # (k, d)
        return self._terms(image, code, torch.from_numpy(z)[:, None])

    @torch.inference_mode()
    def _terms(self, images: Array, code: Code, z: torch.Tensor) -> Terms:
        """Loss terms of images (n, p), the reconstruction term averaged over z (k, n, d)."""
        mu, log_sigma = _tensors(code)
        kl = None if log_sigma is None else losses.kl_per_dim(mu, log_sigma).sum(-1)  # (n,)
        if self.checkpoint.model.likelihood is None:
            return Terms(None, None if kl is None else kl.numpy(), None, None, len(z))
        reconstruction, per_pixel = self._reconstruction(self._tensor(images), z)
        negative_elbo = None if kl is None else (reconstruction + kl).numpy()
        return Terms(reconstruction.numpy(), None if kl is None else kl.numpy(), negative_elbo, per_pixel, len(z))

    def _reconstruction(self, x: torch.Tensor, z: torch.Tensor) -> tuple[torch.Tensor, Array]:
        """Reconstruction term (n,) of images x (n, p), and its parts by pixel (n, p), averaged over z (k, n, d)."""
        draws = len(z)
        per_pixel = torch.zeros_like(x)  # (n, p)
        total = per_pixel.new_zeros(len(x))  # (n,)
        for part in z.split(max(1, BATCH // len(x))):  # the draws of a single image are one batch
            logits = self._network.decode(part.flatten(0, 1).to(x.device)).view(len(part), len(x), -1)  # (k', n, p)
            loss = self._network.reconstruction(logits, x)  # (k', n, p)
            total += loss.sum((0, -1))
            per_pixel += loss.sum(0)
        return (total / draws).cpu(), (per_pixel / draws).cpu().numpy()

    @torch.inference_mode()
    def importance_nll(self, images: Array, code: Code, k: int, generator: torch.Generator) -> Array:
        """Importance-weighted upper bound on −log p(x) with k samples, nats, (n,).

        Raises ValueError for an autoencoder, and for a model without a declared likelihood.
        """
        x = self._tensor(images)  # (n, p)
        mu, log_sigma = _tensors(code)
        if log_sigma is None:
            raise ValueError("an autoencoder has no likelihood of an image")
        z = mu + log_sigma.exp() * torch.randn(k, *mu.shape, generator=generator)  # (k, n, d)
        logits = self._network.decode(z.flatten(0, 1).to(x.device)).view(k, len(x), -1)  # (k, n, p)
        log_joint = -self._network.reconstruction(logits, x).sum(-1).cpu()  # (k, n)
        log_joint += losses.log_normal(z, torch.zeros(()), torch.zeros(()))
        return losses.importance_bound(log_joint - losses.log_normal(z, mu, log_sigma)).numpy()

    @torch.inference_mode()
    def log_joint(self, z: Array, images: Array) -> Array:
        """log p(x, z) of every image (n, p) with every code (m, d), nats: (m, n).

        Raises ValueError for a model without a declared likelihood.
        """
        codes, x = self._tensor(z), self._tensor(images)  # (m, d), (n, p)
        zero = torch.zeros((), device=codes.device)
        between = self._network.between(self._network.decode(codes), x)  # (m, n)
        return (losses.log_normal(codes, zero, zero)[:, None] - between).cpu().numpy()

    def _code(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor | None]:
        mu, log_sigma = self._network.encode(x)
        if isinstance(self._network, ForeignNetwork):
            return mu, log_sigma
        if self._refinements and self._starts is not None:
            mu = better_start(self._network, x, mu, log_sigma, *self._starts)
        return refine(self._network, x, mu, log_sigma, steps=self._refinements)

    @cached_property
    def _starts(self) -> tuple[torch.Tensor, torch.Tensor] | None:
        """The places (m, d) that a search may start from, and their logits (m, p): made at the first use."""
        starts = self._network.starts if isinstance(self._network, Autoencoder) else None
        return None if starts is None else (starts, torch.cat([self._network.decode(z) for z in starts.split(BATCH)]))

    def _tensor(self, values: Array) -> torch.Tensor:
        return torch.from_numpy(values).to(self.device)


def _tensors(code: Code) -> tuple[torch.Tensor, torch.Tensor | None]:
    mu, sigma = code
    return torch.from_numpy(mu), None if sigma is None else torch.from_numpy(sigma).log()


class JudgeCodec:
    """Classify images with the frozen judge."""

    def __init__(self, checkpoint: Checkpoint, sample: Sample | None = None) -> None:
        """`sample` holds real images of the judge's set, by default MNIST's; distances are from these."""
        if not isinstance(checkpoint.network, Judge):
            raise CheckpointError(f"{checkpoint.id} is a {checkpoint.model.kind}, not a judge")
        self.checkpoint, self._network = checkpoint, checkpoint.network
        self.sample = sample or mnist_sample()

    def probabilities(self, images: Array) -> Array:
        """Images (n, p) to class probabilities (n, classes)."""
        return self.read(images)[0]

    def labels(self, images: Array) -> NDArray[np.intp]:
        """What images (n, p) are most likely of: (n,)."""
        found: NDArray[np.intp] = self.probabilities(images).argmax(axis=1)
        return found

    @torch.inference_mode()
    def read(self, images: Array) -> tuple[Array, Array]:
        """Images (n, p) to class probabilities (n, classes), and the features (n, k) they are computed from."""
        features = torch.cat([self._network.describe(x) for x in torch.from_numpy(images).split(JUDGED)])
        return self._network.classify(features).softmax(-1).numpy(), features.numpy()

    def distance(self, images: Array, features: Array) -> Array:
        """Euclidean distance from the features (n, k) of images to those of the nearest image of the sample: (n,).

        An image of the sample is not compared with itself. Source: Sun et al. 2022, "Out-of-distribution detection
        with deep nearest neighbors", here with one neighbour and features that are not normalised.
        """
        apart = distances(features, self._of_sample)  # (n, m)
        for row, image in enumerate(to_bytes(images, self.sample.images)):
            if (place := self.sample.places.get(image.tobytes())) is not None:
                apart[row, place] = np.inf
        nearest: Array = apart.min(axis=1)
        return nearest

    @cached_property
    def usual_distances(self) -> Quantiles:
        """Quantiles of the distances of the test images, as `evaluate` wrote them, else of the sample's."""
        kept: Quantiles | None = self.checkpoint.metrics.get("test", {}).get("quantiles", {}).get(FEATURE)
        return kept or quantiles(self.distance(self.sample.pixels, self._of_sample))

    @cached_property
    def _of_sample(self) -> Array:
        """Features of the sample, (m, k); the first use takes a third of a second."""
        return self.read(self.sample.pixels)[1]


def to_bytes(images: Array, of: ImageSet) -> NDArray[np.uint8]:
    """Images (n, p) of a set in 0..1 to (n, side, side[, 3]) uint8, rounded."""
    return (images * 255 + 0.5).astype(np.uint8).reshape(-1, *of.shape)
