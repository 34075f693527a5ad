"""How a model is trained, stored in every checkpoint beside its configuration."""

from dataclasses import dataclass, field
from typing import Literal

from latent_explorer.model.config.fields import Config, ConfigError, about

Precision = Literal["float32", "bfloat16"]


@dataclass(frozen=True)
class TrainConfig(Config):
    """How a model is trained. An epoch is a pass over the training split; `augment` scales random warps (0: none).

    `precision` is that of large matrix products: bfloat16 takes two thirds of the time on a processor that supports it,
    and longer on others. Codes, losses and weights are float32 either way.

    The weight of a VAE's KL divergence moves from `beta_start` to the model's beta within `kl_warmup_epochs`. From far
    above beta an axis is used only where it saves much: of sprites the first that are used hold one factor each.
    """

    epochs: int = field(default=60, metadata=about(range=(1, 100_000), help="Passes over the training images"))
    batch_size: int = field(default=256, metadata=about(range=(1, 60_000), help="Images that a step takes"))
    learning_rate: float = field(default=2e-3, metadata=about(option="--rate", help="The highest learning rate"))
    weight_decay: float = 0.02
    average_decay: float = 0.999
    beta_start: float = field(
        default=0.0,
        metadata=about(later=True, help="Weight of the KL divergence at first; it moves to --beta in a straight line"),
    )
    kl_warmup_epochs: float = field(
        default=2.0,
        metadata=about(option="--beta-epochs", help="Epochs until the weight of the KL divergence is --beta"),
    )
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
        for name in ("weight_decay", "beta_start", "kl_warmup_epochs"):
            if not 0 <= getattr(self, name) < float("inf"):
                raise ConfigError(f"{name} must be 0 or more, not {getattr(self, name)!r}")
        if not 0 <= self.average_decay < 1:
            raise ConfigError(f"average_decay must be in [0, 1), not {self.average_decay!r}")
