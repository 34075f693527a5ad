"""The MLPs that pythae builds where its user gives no networks: of its VAE and the like, and of its autoencoder."""

from typing import ClassVar, Self

from torch import Tensor, nn

from latent_explorer.model.foreign.architectures.architecture import Architecture, Shapes, size


class PythaeVAE(Architecture):
    """One hidden layer in each half. Source: clementchadebec/benchmark_VAE, pythae/models/nn/default_architectures.py.

    Its β-VAE, IWAE and others that add no layers of their own have the same.
    """

    form = "pythae-vae"
    title = "pythae's default VAE"
    has_variance: ClassVar[bool] = True

    def __init__(self, values: int, widths: tuple[int, int], latent_dim: int) -> None:
        """`widths` are of the encoder's hidden layer and the decoder's."""
        super().__init__()
        self.latent_dim, self.image_shape = latent_dim, (values,)
        self.encoder = PythaeEncoder(values, widths[0], latent_dim, self.has_variance)
        self.decoder = PythaeDecoder(values, widths[1], latent_dim)

    @classmethod
    def of(cls, shapes: Shapes) -> Self:
        """The network of these shapes."""
        first = "encoder.layers.0.0.weight"
        widths = size(shapes, first, 0, 512), size(shapes, "decoder.layers.0.0.weight", 0, 512)
        return cls(size(shapes, first, 1, 784), widths, size(shapes, "encoder.embedding.weight", 0, 10))

    def encode(self, x: Tensor) -> tuple[Tensor, ...]:
        """Images x (n, p) to μ and log σ², or to μ alone, (n, d) each."""
        outputs: tuple[Tensor, ...] = self.encoder(x)
        return outputs

    def decode(self, z: Tensor) -> Tensor:
        """Codes z (n, d) to logits (n, p)."""
        logits: Tensor = self.decoder(z)
        return logits


class PythaeAE(PythaeVAE):
    """The same without a variance: of pythae's autoencoder, regularised autoencoders and Wasserstein autoencoder."""

    form = "pythae-ae"
    title = "pythae's default autoencoder"
    second = "none"
    has_variance = False


class PythaeEncoder(nn.Module):
    """Images x (n, p) to μ, and log σ² where it has one, (n, d) each."""

    def __init__(self, values: int, width: int, latent_dim: int, has_variance: bool) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Sequential(nn.Linear(values, width), nn.ReLU())])
        self.embedding = nn.Linear(width, latent_dim)
        self.log_var = nn.Linear(width, latent_dim) if has_variance else None

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """x (n, p) to one or two outputs (n, d)."""
        h = self.layers[0](x)  # (n, width)
        return (self.embedding(h),) if self.log_var is None else (self.embedding(h), self.log_var(h))


class PythaeDecoder(nn.Module):
    """Codes z (n, d) to logits (n, p)."""

    def __init__(self, values: int, width: int, latent_dim: int) -> None:
        super().__init__()
        hidden = nn.Sequential(nn.Linear(latent_dim, width), nn.ReLU())
        self.layers = nn.ModuleList([hidden, nn.Sequential(nn.Linear(width, values))])

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to (n, p)."""
        logits: Tensor = self.layers[1](self.layers[0](z))
        return logits
