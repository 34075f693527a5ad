"""A foreign model in the form of our own: images in 0..1 to μ and log σ, codes to logits, whatever its conventions."""

import numpy as np
import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import ForeignConfig, ImageSet
from latent_explorer.model.foreign.codes import code_of
from latent_explorer.model.foreign.halves import HalfError, Halves, NotFinite
from latent_explorer.model.foreign.pixels import check_fit, to_encoder, to_logits
from latent_explorer.model.networks import losses

STEP = 1e-3  # of a central difference, latent units: a shorter one would be lost in the rounding of float32
NO_LIKELIHOOD = "no likelihood was declared of this model, so nothing of it is in nats but its divergence"
BATCH = 256  # images or codes that a half is given at once


class ForeignNetwork(nn.Module):
    """What `Codec` needs of a network, from the halves of a foreign model under its confirmed conventions.

    Images are (n, p) float32 in 0..1, flattened row by row with the channels of a pixel side by side. It computes on
    the processor, wherever its halves do. All methods raise HalfError where a half does not compute.
    """

    def __init__(self, halves: Halves, config: ForeignConfig, images: ImageSet) -> None:
        super().__init__()
        check_fit(config.conventions, images)
        self.config, self.images, self._halves = config, images, halves

    @property
    def parameter_count(self) -> int | None:
        """How many numbers were trained; None where that is not known."""
        return self._halves.parameters

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Images x (n, p) to μ (n, d) and log σ (n, d); log σ is None for an autoencoder."""
        parts = [self._code(part.cpu().numpy()) for part in x.split(BATCH)]
        mu = torch.from_numpy(np.concatenate([mu for mu, _ in parts]))
        log_sigmas = [log_sigma for _, log_sigma in parts if log_sigma is not None]
        return mu, torch.from_numpy(np.concatenate(log_sigmas)) if log_sigmas else None

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to pixel logits (n, p)."""
        parts = [self._logits(part.cpu().numpy()) for part in z.split(BATCH)]
        return torch.from_numpy(np.concatenate(parts))

    def pixel_jacobian(self, z: Tensor, directions: Tensor) -> Tensor:
        """Derivative of the decoded pixels (0..1) at z (n, d) along directions (k, d), per latent unit: (n, p, k).

        By central differences: not every foreign decoder can be differentiated.
        """
        away = STEP * directions[:, None]  # (k, 1, d)
        ends = torch.stack([z + away, z - away])  # (2, k, n, d)
        pixels = self.decode(ends.flatten(0, 2)).double().sigmoid().view(*ends.shape[:3], -1)  # (2, k, n, p)
        return ((pixels[0] - pixels[1]) / (2 * STEP)).permute(1, 2, 0).float()

    def reconstruction(self, logits: Tensor, x: Tensor) -> Tensor:
        """−log p(x|z) in nats per pixel, (…, p), under the declared likelihood. Raises ValueError if none was."""
        if self.config.likelihood == "bernoulli":
            return losses.reconstruction_bernoulli(logits, x)
        if self.config.observation_sd is not None:
            return losses.reconstruction_gaussian(logits, x, self.config.observation_sd)
        raise ValueError(NO_LIKELIHOOD)

    def between(self, logits: Tensor, x: Tensor) -> Tensor:
        """−log p(x|z) of every image x (n, p) with every code's logits (m, p), nats: (m, n).

        Raises ValueError if no likelihood was declared.
        """
        if self.config.likelihood == "bernoulli":
            return losses.between_bernoulli(logits, x)
        if self.config.observation_sd is not None:
            return losses.between_gaussian(logits, x, self.config.observation_sd)
        raise ValueError(NO_LIKELIHOOD)

    def _code(self, images: Array) -> tuple[Array, Array | None]:
        given = to_encoder(images, self.config.conventions, self.images)
        outputs = self._halves.encode(given)
        mu, log_sigma = code_of(outputs, self.config.conventions)
        if not all(np.isfinite(values).all() for values in (mu, log_sigma) if values is not None):
            raise NotFinite("the encoder gives numbers that are not finite (NaN or infinite) for this image")
        if mu.shape != (len(images), self.config.latent_dim):
            raise HalfError(
                f"the encoder gives {mu.shape[1]} numbers for μ, and the decoder takes {self.config.latent_dim}"
            )
        return mu, log_sigma

    def _logits(self, z: Array) -> Array:
        decoded = self._halves.decode(z)[0]
        if not np.isfinite(decoded).all():
            raise NotFinite("the decoder gives numbers that are not finite (NaN or infinite) for this code")
        return to_logits(decoded, self.config.conventions, self.images)
