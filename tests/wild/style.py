"""What a VAE as it is found in the wild consists of, how one is trained, and the two ways to its halves."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import Conventions, ImageSet
from latent_explorer.model.foreign.functions import function_halves
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.onnx_export import export_onnx


class WildVae(nn.Module):
    """A network with an `encode` and a `decode`, each in the form that its author liked."""

    @abstractmethod
    def encode(self, x: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Images in the author's form to one output or two."""

    @abstractmethod
    def decode(self, z: Tensor) -> Tensor:
        """Codes (n, d) to images in the author's form."""


@dataclass(frozen=True)
class Style:
    """A way in which people write a VAE, and what is true of it.

    `told` says it in a few words. `fit` trains one on images (n, p) of `images` in 0..1, flattened as our sets are,
    by torch's generator; it brings them into its own form itself, so that `truth` is told by nothing but its code.
    """

    name: str
    told: str
    images: ImageSet
    truth: Conventions
    latent_dim: int
    fit: Callable[[Tensor], WildVae]

    def train(self, images: Array, seed: int = 0) -> WildVae:
        """Train one on images (n, p) in 0..1, the same for the same seed, and leave it in eval mode."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self.fit(torch.from_numpy(images)).eval()


def halves_of(vae: WildVae, style: Style) -> Halves:
    """A trained VAE called in this process, of which is told what its own images tell: their shape."""
    return replace(function_halves(vae.encode, vae.decode, tensors=True), input_shape=style.truth.shape)


def export(vae: WildVae, style: Style, folder: Path) -> None:
    """Write encoder.onnx and decoder.onnx, as its author would."""
    export_onnx(vae.encode, vae.decode, style.truth.shape, style.latent_dim, folder)
