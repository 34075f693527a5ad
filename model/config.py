"""Configuration of a model and of its training: two frozen dataclasses, stored in every checkpoint."""

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self

Kind = Literal["ae", "vae", "judge"]
Likelihood = Literal["bernoulli", "gaussian"]
Precision = Literal["float32", "bfloat16"]

IMAGE_SIZE = 28
PIXELS = IMAGE_SIZE * IMAGE_SIZE
CLASSES = 10
MAX_STAGES = 4  # after so many halvings of 28 pixels nothing is left to halve
NORM_GROUPS = 8

MAX_CHANNELS = 1024  # far above what a digit needs, far below what fills a machine's memory; so are the other limits
ID = re.compile(r"(?!\.+$)[\w.-]{1,64}")

_CHOICES = {"kind": ("ae", "vae", "judge"), "likelihood": ("bernoulli", "gaussian")}


class ConfigError(ValueError):
    """An invalid configuration; the message names the field and its allowed values."""


def check_id(name: object, what: str) -> None:
    """Raise ConfigError if `name` can't be a model's id, which names a folder and is part of URLs."""
    if not (isinstance(name, str) and ID.fullmatch(name)):
        raise ConfigError(f"{what} {name!r} can't be a link to a model: take up to 64 letters, digits, dots, - and _")


def about(
    *,
    range: tuple[int, int] | None = None,
    help: str | None = None,
    option: str | None = None,
    option_range: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """A field's metadata: the `range` of whole numbers allowed, ends included, and the option of `train` that sets it.

    A field with `help` has an option: --name-of-the-field, unless `option` names another. `option_range`, narrower than
    `range`, is what the option takes.
    """
    known = {"range": range, "help": help, "option": option, "option_range": option_range}
    return {name: value for name, value in known.items() if value is not None}


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

    def _check_whole(self) -> None:
        for one in fields(self):
            if "range" not in one.metadata:
                continue
            (low, high), value = one.metadata["range"], getattr(self, one.name)
            if not isinstance(value, int) or not low <= value <= high:
                raise ConfigError(f"{one.name} must be a whole number from {low} to {high}, not {value!r}")


@dataclass(frozen=True)
class ModelConfig(_Config):
    """Architecture of autoencoder and VAE; `kind` alone decides whether codes are sampled and have a KL term.

    `observation_sd` is the standard deviation of the Gaussian likelihood, in units of pixel value (0..1).
    `refinements` is the number of steps that refine each image's code; see model/networks/refine.py.
    `twin` is the id of the model that differs in `kind` only.
    """

    kind: Kind = field(metadata=about(help="ae, vae or judge"))
    latent_dim: int = field(default=2, metadata=about(range=(2, 256), help="Latent dimensions"))
    likelihood: Likelihood = field(default="bernoulli", metadata=about(help="bernoulli, or gaussian for squared error"))
    beta: float = field(default=1.0, metadata=about(help="Weight of the KL divergence"))
    observation_sd: float = field(default=0.15, metadata=about(help="The Gaussian's sd, in units of pixel value"))
    encoder_channels: tuple[int, ...] = field(
        default=(16, 32, 64), metadata=about(option="--channels", help="Channels of the encoder's convolutions")
    )
    encoder_width: int = field(default=256, metadata=about(range=(1, 4096)))
    fourier_features: int = field(
        default=64, metadata=about(range=(0, 4096), help="Fourier features of z in front of the decoder; 0 for none")
    )
    decoder_width: int = field(default=384, metadata=about(range=(1, 4096)))
    decoder_blocks: int = field(default=3, metadata=about(range=(0, 32)))
    refinements: int = field(default=0, metadata=about(range=(0, 32), help="Steps that sharpen each image's code"))
    twin: str | None = field(default=None, metadata=about(help="Id of the model that differs in kind only"))

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ConfigError(f"{name} must be one of {choices}, not {getattr(self, name)!r}")
        self._check_whole()
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
    """How a model is trained. An epoch is a pass over the training split; `augment` scales random warps (0: none).

    `precision` is that of large matrix products: bfloat16 takes two thirds of the time on a processor that supports it,
    and longer on others. Codes, losses and weights are float32 either way.
    """

    epochs: int = field(default=60, metadata=about(range=(1, 100_000), help="Passes over the training images"))
    batch_size: int = field(default=256, metadata=about(range=(1, 60_000)))
    learning_rate: float = field(default=2e-3, metadata=about(option="--rate", help="The highest learning rate"))
    weight_decay: float = 0.02
    average_decay: float = 0.999
    kl_warmup_epochs: float = 2.0
    validation_images: int = field(default=5_000, metadata=about(range=(1, 59_999)))
    augment: float = field(default=0.4, metadata=about(help="Strength of random warps of the training images, 0 to 1"))
    precision: Precision = field(
        default="float32", metadata=about(help="float32, or bfloat16 where the processor has it")
    )
    seed: int = field(
        default=0,
        metadata=about(
            range=(0, 2**63 - 1),
            help="Seed of weights, order, noise and the validation split",
            option_range=(0, 2**32 - 1),
        ),
    )

    def __post_init__(self) -> None:
        self._check_whole()
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
