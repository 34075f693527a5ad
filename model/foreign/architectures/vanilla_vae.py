"""VanillaVAE of PyTorch-VAE: convolutions with batch norm, and a tanh at the end whatever range its images have."""

import math
from itertools import count, pairwise, takewhile
from typing import Self

from torch import Tensor, nn

from latent_explorer.model.foreign.architectures.architecture import Architecture, Shapes, size

PUBLISHED = (32, 64, 128, 256, 512)


class VanillaVAE(Architecture):
    """Convolutions of stride 2, one for each of `channels`, halve the image to a grid; the decoder doubles it again.

    Its repository has trained it on images in −1..1 and, later, in 0..1, with the same tanh: the ranges are open.
    Source: AntixK/PyTorch-VAE, models/vanilla_vae.py. BetaVAE and others there have the same layers.
    """

    form = "pytorch-vae-vanilla"
    title = "PyTorch-VAE's VanillaVAE"
    output = "symmetric"
    open = ("input", "output")

    def __init__(self, colours: int, channels: tuple[int, ...], grid: int, latent_dim: int) -> None:
        super().__init__()
        side = grid * 2 ** len(channels)
        self.latent_dim, self.image_shape, self._grid = latent_dim, (colours, side, side), grid
        self.encoder = nn.Sequential(*(_halving(before, after) for before, after in pairwise((colours, *channels))))
        self.fc_mu = nn.Linear(channels[-1] * grid * grid, latent_dim)
        self.fc_var = nn.Linear(channels[-1] * grid * grid, latent_dim)
        self.decoder_input = nn.Linear(latent_dim, channels[-1] * grid * grid)
        self.decoder = nn.Sequential(*(_doubling(before, after) for before, after in pairwise(channels[::-1])))
        last = nn.Conv2d(channels[0], colours, 3, padding=1)
        self.final_layer = nn.Sequential(*_doubling(channels[0], channels[0]), last, nn.Tanh())

    @classmethod
    def of(cls, shapes: Shapes) -> Self:
        """The network of these shapes, with as many convolutions as there are, and the grid that μ is read from."""
        names = takewhile(lambda name: name in shapes, (f"encoder.{place}.0.weight" for place in count()))
        channels = tuple(size(shapes, name, 0, 1) for name in names) or PUBLISHED
        grid = math.isqrt(size(shapes, "fc_mu.weight", 1, 4 * channels[-1]) // channels[-1])
        return cls(
            size(shapes, "encoder.0.0.weight", 1, 3), channels, max(1, grid), size(shapes, "fc_mu.weight", 0, 128)
        )

    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        """Images x (n, c, side, side) to μ and log σ², (n, d) each."""
        h = self.encoder(x).flatten(1)
        return self.fc_mu(h), self.fc_var(h)

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to pixels in −1..1, (n, c, side, side)."""
        h = self.decoder_input(z).unflatten(1, (-1, self._grid, self._grid))
        pixels: Tensor = self.final_layer(self.decoder(h))
        return pixels


def _halving(before: int, after: int) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, 3, stride=2, padding=1)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.LeakyReLU())


def _doubling(before: int, after: int) -> nn.Sequential:
    convolution = nn.ConvTranspose2d(before, after, 3, stride=2, padding=1, output_padding=1)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.LeakyReLU())
