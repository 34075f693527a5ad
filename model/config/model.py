"""The configuration of an autoencoder, a VAE or a judge, stored in every checkpoint."""

from dataclasses import dataclass, field
from typing import Literal

from latent_explorer.model.config.fields import Config, ConfigError, about, check_id

Kind = Literal["ae", "vae", "judge"]
Likelihood = Literal["bernoulli", "gaussian"]

MAX_STAGES = 4  # after so many halvings of the smallest images nothing is left to halve
NORM_GROUPS = 8

MAX_CHANNELS = 1024  # far above what an image needs, far below what fills a machine's memory; so are the other limits

_CHOICES = {"kind": ("ae", "vae", "judge"), "likelihood": ("bernoulli", "gaussian")}


@dataclass(frozen=True)
class ModelConfig(Config):
    """Architecture of autoencoder and VAE; `kind` alone decides whether codes are sampled and have a KL term.

    `observation_sd` is the standard deviation of the Gaussian likelihood, in units of pixel value (0..1).
    Without `encoder_channels` the encoder is dense: its last layer reads the image itself.
    `refinements` is the number of steps that refine each image's code; see model/networks/refine.py. They start at the
    encoder's guess or at the best of `starts` places of the plane; see model/networks/search.py.
    `twin` is the id of the model that differs in `kind` only.
    """

    kind: Kind = field(metadata=about(help="ae, vae or judge"))
    latent_dim: int = field(default=2, metadata=about(range=(2, 256), help="Latent dimensions"))
    likelihood: Likelihood = field(default="bernoulli", metadata=about(help="bernoulli, or gaussian for squared error"))
    beta: float = field(default=1.0, metadata=about(help="Weight of the KL divergence"))
    observation_sd: float = field(default=0.15, metadata=about(help="The Gaussian's sd, in units of pixel value"))
    encoder_channels: tuple[int, ...] = field(
        default=(16, 32, 64),
        metadata=about(option="--channels", help="Channels of the encoder's convolutions, or none: a dense encoder"),
    )
    encoder_width: int = field(default=256, metadata=about(range=(1, 4096), help="Width of the encoder's last layer"))
    fourier_features: int = field(
        default=64, metadata=about(range=(0, 4096), help="Fourier features of z in front of the decoder; 0 for none")
    )
    decoder_width: int = field(default=384, metadata=about(range=(1, 4096), help="Width of the decoder's layers"))
    decoder_blocks: int = field(default=3, metadata=about(range=(0, 32), help="Residual blocks of the decoder"))
    refinements: int = field(default=0, metadata=about(range=(0, 32), help="Steps that sharpen each image's code"))
    starts: int = field(
        default=0,
        metadata=about(range=(0, 4_096), later=True, help="Places of a plane that a search for a code may start from"),
    )
    twin: str | None = field(
        default=None, metadata=about(help="Id of the model that differs in kind only", option="--twin-id")
    )

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ConfigError(f"{name} must be one of {choices}, not {getattr(self, name)!r}")
        self._check_whole()
        if len(self.encoder_channels) > MAX_STAGES:
            raise ConfigError(f"encoder_channels must be up to {MAX_STAGES} numbers, not {self.encoder_channels!r}")
        if not all(isinstance(width, int) and 1 <= width <= MAX_CHANNELS for width in self.encoder_channels):
            raise ConfigError(f"encoder_channels must be whole numbers from 1 to {MAX_CHANNELS}")
        if any(width % NORM_GROUPS for width in self.encoder_channels[1:]):
            raise ConfigError(f"encoder_channels must be multiples of {NORM_GROUPS} after the first")
        self._check_positive("observation_sd")
        if self.twin is not None:
            check_id(self.twin, "twin")
        if not 0 <= self.beta < float("inf"):
            raise ConfigError(f"beta must be 0 or more, not {self.beta!r}")
        if self.samples and self.beta == 0 and self.refinements:
            raise ConfigError("refinements need a beta above 0: without it the best posterior has no width")

        if self.starts and (self.latent_dim != 2 or not self.refinements):
            raise ConfigError("starts lie in a plane and are refined: they need a latent_dim of 2, and refinements")

    @property
    def samples(self) -> bool:
        """Whether the encoder gives a distribution (a VAE) rather than a point."""
        return self.kind == "vae"
