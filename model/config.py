"""What a model is and how it is trained: two frozen dataclasses that travel with every checkpoint."""

import re
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

# Far above what a digit needs, and far below what fills a machine's memory or a visitor's minute.
_WHOLE = {
    "latent_dim": (2, 256), "encoder_width": (1, 4096), "fourier_features": (0, 4096), "decoder_width": (1, 4096),
    "decoder_blocks": (0, 32), "refinements": (0, 32),
}  # fmt: skip
_BUDGET = {"epochs": (1, 100_000), "batch_size": (1, 60_000), "validation_images": (1, 59_999), "seed": (0, 2**63 - 1)}
MAX_CHANNELS = 1024
ID = re.compile(r"(?!\.+$)[\w.-]{1,64}")

_CHOICES = {"kind": ("ae", "vae", "judge"), "likelihood": ("bernoulli", "gaussian")}


class ConfigError(ValueError):
    """A configuration that no model can be built from; the message names the field and what it may be."""


def check_id(name: object, what: str) -> None:
    """Raise ConfigError where this can't be a model's id: it names a folder, and is a part of addresses."""
    if not (isinstance(name, str) and ID.fullmatch(name)):
        raise ConfigError(f"{what} {name!r} can't be a link to a model: take up to 64 letters, digits, dots, - and _")


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

    def _check_whole(self, ranges: dict[str, tuple[int, int]]) -> None:
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if not isinstance(value, int) or not low <= value <= high:
                raise ConfigError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


@dataclass(frozen=True)
class ModelConfig(_Config):
    """One architecture for the autoencoder and the VAE; `kind` alone decides about sampling and KL.

    `observation_sd` is the standard deviation of the Gaussian likelihood, in units of pixel value (0..1).
    `refinements` is the number of steps that sharpen what the encoder says of an image; see model/networks/refine.py.
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
        self._check_whole(_WHOLE)
        if not 1 <= len(self.encoder_channels) <= MAX_STAGES:
            raise ConfigError(f"encoder_channels must be 1 to {MAX_STAGES} numbers, not {self.encoder_channels!r}")
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
        self._check_whole(_BUDGET)
        self._check_positive("learning_rate")
        if self.precision not in ("float32", "bfloat16"):
            raise ConfigError(f"precision must be float32 or bfloat16, not {self.precision!r}")
        if not 0 <= self.augment <= 1:
            raise ConfigError(f"augment must be 0 to 1, not {self.augment!r}")
        for name in ("weight_decay", "kl_warmup_epochs"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise ConfigError(f"{name} must be 0 or more, not {getattr(self, name)!r}")
        if not 0 <= self.average_decay < 1:
            raise ConfigError(f"average_decay must be in [0, 1), not {self.average_decay!r}")
