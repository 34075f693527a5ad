"""The convolutional VAE of Burgess et al. 2018, its layers named as in the repository that is most used for it."""

from typing import Self

from torch import Tensor, nn
from torch.nn.functional import relu

from latent_explorer.model.foreign.architectures.architecture import Architecture, Shapes, size

GRID = 4  # pixels on a side where convolutions end
KERNEL = 4


class BurgessVAE(Architecture):
    """Three convolutions of stride 2 for 32×32 images, four for 64×64. The last layer gives μ and log σ² by turns.

    Sources: Burgess et al. 2018, "Understanding disentangling in β-VAE"; YannDubs/disentangling-vae, disvae/models.
    """

    form = "burgess"
    title = "Burgess et al.'s convolutional VAE"
    layout = "interleaved"

    def __init__(self, channels: int, side: int, hidden: int, width: int, latent_dim: int) -> None:
        super().__init__()
        self.latent_dim, self.image_shape = latent_dim, (channels, side, side)
        self.encoder = BurgessEncoder(channels, side, hidden, width, latent_dim)
        self.decoder = BurgessDecoder(channels, side, hidden, width, latent_dim)

    @classmethod
    def of(cls, shapes: Shapes) -> Self:
        """The network of these shapes: of 64×64 images where it has a fourth convolution."""
        first = "encoder.conv1.weight"
        four = "encoder.conv_64.weight" in shapes or "decoder.convT_64.weight" in shapes
        return cls(
            channels=size(shapes, first, 1, 1),
            side=64 if four else 32,
            hidden=size(shapes, first, 0, 32),
            width=size(shapes, "encoder.lin1.weight", 0, 256),
            latent_dim=max(1, size(shapes, "encoder.mu_logvar_gen.weight", 0, 20) // 2),
        )

    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        """Images x (n, c, side, side) to μ and log σ² by turns, (n, 2d)."""
        return (self.encoder(x),)

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to logits (n, c, side, side)."""
        logits: Tensor = self.decoder(z)
        return logits


class BurgessEncoder(nn.Module):
    """Images x (n, c, side, side) to (n, 2d)."""

    def __init__(self, channels: int, side: int, hidden: int, width: int, latent_dim: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, hidden, KERNEL, stride=2, padding=1)
        self.conv2 = nn.Conv2d(hidden, hidden, KERNEL, stride=2, padding=1)
        self.conv3 = nn.Conv2d(hidden, hidden, KERNEL, stride=2, padding=1)
        self.conv_64 = nn.Conv2d(hidden, hidden, KERNEL, stride=2, padding=1) if side == 64 else None
        self.lin1 = nn.Linear(hidden * GRID * GRID, width)
        self.lin2 = nn.Linear(width, width)
        self.mu_logvar_gen = nn.Linear(width, 2 * latent_dim)

    def forward(self, x: Tensor) -> Tensor:
        """x (n, c, side, side) to (n, 2d)."""
        h = relu(self.conv3(relu(self.conv2(relu(self.conv1(x))))))
        if self.conv_64 is not None:
            h = relu(self.conv_64(h))  # (n, hidden, 4, 4)
        both: Tensor = self.mu_logvar_gen(relu(self.lin2(relu(self.lin1(h.flatten(1))))))  # (n, 2d)
        return both


class BurgessDecoder(nn.Module):
    """Codes z (n, d) to logits (n, c, side, side)."""

    def __init__(self, channels: int, side: int, hidden: int, width: int, latent_dim: int) -> None:
        super().__init__()
        self.lin1 = nn.Linear(latent_dim, width)
        self.lin2 = nn.Linear(width, width)
        self.lin3 = nn.Linear(width, hidden * GRID * GRID)
        self.convT_64 = nn.ConvTranspose2d(hidden, hidden, KERNEL, stride=2, padding=1) if side == 64 else None
        self.convT1 = nn.ConvTranspose2d(hidden, hidden, KERNEL, stride=2, padding=1)
        self.convT2 = nn.ConvTranspose2d(hidden, hidden, KERNEL, stride=2, padding=1)
        self.convT3 = nn.ConvTranspose2d(hidden, channels, KERNEL, stride=2, padding=1)

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to logits (n, c, side, side)."""
        h = relu(self.lin3(relu(self.lin2(relu(self.lin1(z)))))).unflatten(1, (-1, GRID, GRID))  # (n, hidden, 4, 4)
        if self.convT_64 is not None:
            h = relu(self.convT_64(h))
        logits: Tensor = self.convT3(relu(self.convT2(relu(self.convT1(h)))))
        return logits
