"""What a model is and how it is trained: two frozen dataclasses that travel with every checkpoint."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

Kind = Literal["ae", "vae", "judge"]
Likelihood = Literal["bernoulli", "gaussian"]
Precision = Literal["float32", "bfloat16"]

IMAGE_SIZE = 28
PIXELS = IMAGE_SIZE * IMAGE_SIZE
CLASSES = 10
MAX_STAGES = 4  # 28 pixels can be halved so often before nothing is left to halve
NORM_GROUPS = 8

_CHOICES = {"kind": ("ae", "vae", "judge"), "likelihood": ("bernoulli", "gaussian")}


class ConfigError(ValueError):
    """A configuration that no model can be built from; the message names the field and what it may be."""


@dataclass(frozen=True)
class _Config:
    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Build from a parsed JSON object. Raises ConfigError at an unknown name or a value out of range."""
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ConfigError(f"unknown field {sorted(unknown)[0]!r}; known are {[f.name for f in fields(cls)]}")
        try:
            return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
        except TypeError as error:
            raise ConfigError(str(error)) from error

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready object."""
        return asdict(self)

    def _check_positive(self, *names: str) -> None:
        for name in names:
            if not 0 < getattr(self, name) < float("inf"):
                raise ConfigError(f"{name} must be greater than 0, and finite, not {getattr(self, name)!r}")

    def _check_whole(self, *names: str) -> None:
        for name in names:
            value = getattr(self, name)
            if not isinstance(value, int) or value < 0:
                raise ConfigError(f"{name} must be a whole number, 0 or more, not {value!r}")


@dataclass(frozen=True)
class ModelConfig(_Config):
    """One architecture for the autoencoder and the VAE; `kind` alone decides about sampling and KL.

    `observation_sd` is the standard deviation of the Gaussian likelihood, in units of pixel value (0..1).
    `refinements` is the number of steps that sharpen what the encoder says of an image; see model/refine.py.
    `twin` is the id of the model that differs in `kind` only.
    """

    kind: Kind
    latent_dim: int = 2
    likelihood: Likelihood = "bernoulli"
    beta: float = 1.0
    observation_sd: float = 0.15
    encoder_channels: tuple[int, ...] = (16, 32, 64)
    encoder_width: int = 256
    fourier_features: int = 64
    decoder_width: int = 384
    decoder_blocks: int = 3
    refinements: int = 0
    twin: str | None = None

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ConfigError(f"{name} must be one of {choices}, not {getattr(self, name)!r}")
        if self.latent_dim < 2:
            raise ConfigError(f"latent_dim must be 2 or more, not {self.latent_dim!r}")
        if not 1 <= len(self.encoder_channels) <= MAX_STAGES:
            raise ConfigError(f"encoder_channels must be 1 to {MAX_STAGES} numbers, not {self.encoder_channels!r}")
        if min(self.encoder_channels) < 1 or any(width % NORM_GROUPS for width in self.encoder_channels[1:]):
            raise ConfigError(f"encoder_channels must be 1 or more, and multiples of {NORM_GROUPS} after the first")
        self._check_whole("fourier_features", "decoder_blocks", "refinements")
        self._check_positive("observation_sd", "encoder_width", "decoder_width")
        if not (self.twin is None or isinstance(self.twin, str)):
            raise ConfigError(f"twin must be a model's id, not {self.twin!r}")
        if not 0 <= self.beta < float("inf"):
            raise ConfigError(f"beta must be 0 or more, not {self.beta!r}")
        if self.samples and self.beta == 0 and self.refinements:
            raise ConfigError("refinements need a beta above 0: without it the best posterior has no width")

    @property
    def samples(self) -> bool:
        """Whether the encoder gives a distribution (a VAE) rather than a point."""
        return self.kind == "vae"


@dataclass(frozen=True)
class TrainConfig(_Config):
    """The training budget. An epoch is a pass over the training split; `augment` scales random warps (0: none).

    `precision` is that of the large matrix products: bfloat16 takes two thirds of the time where the processor has it,
    and more where it has not. Codes, losses and weights are float32 in either.
    """

    epochs: int = 60
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    average_decay: float = 0.999
    kl_warmup_epochs: float = 2.0
    validation_images: int = 5_000
    augment: float = 0.4
    precision: Precision = "float32"
    seed: int = 0

    def __post_init__(self) -> None:
        self._check_positive("epochs", "batch_size", "learning_rate", "validation_images")
        if self.precision not in ("float32", "bfloat16"):
            raise ConfigError(f"precision must be float32 or bfloat16, not {self.precision!r}")
        if not 0 <= self.augment <= 1:
            raise ConfigError(f"augment must be 0 to 1, not {self.augment!r}")
        self._check_whole("seed")
        if not 0 <= self.average_decay < 1:
            raise ConfigError(f"average_decay must be in [0, 1), not {self.average_decay!r}")
