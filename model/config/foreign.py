"""The configuration of a model that was built elsewhere: what it is, and the conventions that its user confirmed."""

from dataclasses import dataclass, field
from typing import Any, Self

from latent_explorer.model.config.conventions import Conventions
from latent_explorer.model.config.fields import Config, ConfigError, about, check_id
from latent_explorer.model.config.model import Likelihood


@dataclass(frozen=True)
class ForeignConfig(Config):
    """A foreign autoencoder or VAE. `form`: "onnx", "python", or the name of the architecture that its weights fit.

    `likelihood` and `beta` are as its user declared them, None where not: then there is no ELBO. `observation_sd` is
    the standard deviation of a Gaussian likelihood, in units of pixel value (0..1), and None under any other.
    """

    form: str
    conventions: Conventions
    latent_dim: int = field(metadata=about(range=(2, 256)))
    likelihood: Likelihood | None = None
    observation_sd: float | None = None
    beta: float | None = None
    twin: str | None = None
    refinements = 0  # no steps sharpen the codes of a decoder whose derivative isn't ours to take

    def __post_init__(self) -> None:
        self._check_whole()
        if self.form == "" or not isinstance(self.form, str):
            raise ConfigError(f"form must be the name of one, not {self.form!r}")
        if self.likelihood not in (None, "bernoulli", "gaussian"):
            raise ConfigError(f"likelihood must be bernoulli, gaussian or null, not {self.likelihood!r}")
        if (self.likelihood == "gaussian") != (self.observation_sd is not None):
            raise ConfigError(
                "a Gaussian likelihood, and no other, needs observation_sd, in units of pixel value: 0.707 for a "
                "summed squared error of pixels in 0..1, 0.354 for one in −1..1"
            )
        if self.observation_sd is not None:
            self._check_positive("observation_sd")
        if self.beta is not None and not 0 <= self.beta < float("inf"):
            raise ConfigError(f"beta must be 0 or more, or null, not {self.beta!r}")
        if self.twin is not None:
            check_id(self.twin, "twin")

    @property
    def kind(self) -> str:
        """Whether a code is a point ("ae") or a distribution ("vae")."""
        return "vae" if self.samples else "ae"

    @property
    def samples(self) -> bool:
        """Whether the encoder gives a distribution (a VAE) rather than a point."""
        return self.conventions.second != "none"

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Build from a parsed JSON object. Raises ConfigError at an unknown name or a value out of range."""
        conventions = values.get("conventions")
        if not isinstance(conventions, dict):
            raise ConfigError("conventions must be an object")
        return super().from_json(values | {"conventions": Conventions.from_json(conventions)})
