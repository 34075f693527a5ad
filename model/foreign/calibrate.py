"""Find a foreign model's conventions by trying them on images: what reconstructs, and what makes the codes a posterior.

No shape tells them apart. A range, an order or an inversion that is wrong reconstructs worse. What the second output
means is told by two facts that hold where a VAE's loss is at its minimum, whatever the likelihood and its scale: the
aggregated posterior has unit variance on each axis that is used, and 1/σ² − 1 is proportional to how much the image
changes along that axis.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import ConfigError, Conventions, ImageSet
from latent_explorer.model.config.conventions import CHOICES
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.pixel_trials import PixelTrial, pixel_trials
from latent_explorer.model.foreign.sigma_trials import SigmaTrial, sigma_trials

Progress = Callable[[int, int], None]
NEAR_ERROR = 1.05  # ratio of squared errors below which two ways of pixels can't be told apart
SAME_ERROR = 1 + 1e-6  # ratio up to which two ways are one, as −1..1 and "less 0.5, over 0.5"
NEAR_SCORE = 0.25  # difference of scores below which two meanings of the second output can't
LEAST_EXPLAINED = 0.15  # of the images' variance: below it nothing was rebuilt, and no error says anything
PIXEL_FIELDS = ("input", "output", "layout", "outputs", "axes", "inverted", "transposed")
SECOND_FIELDS = ("second", "outputs")
LISTS = ("shape", "outputs", "mean", "sd")


@dataclass(frozen=True)
class Calibration:
    """What was tried, the best first: how pixels go in and come out, and what the second output is.

    `seconds` is empty for an autoencoder. `unsure` holds the names of the fields of Conventions that the images leave
    open; `rebuilds`, whether any way reconstructs the images at all.
    """

    pixels: tuple[PixelTrial, ...]
    seconds: tuple[SigmaTrial, ...]
    unsure: tuple[str, ...]
    rebuilds: bool

    @property
    def best(self) -> Conventions:
        """What is proposed."""
        return self.seconds[0].conventions if self.seconds else self.pixels[0].conventions

    @property
    def runner_up(self) -> Conventions:
        """The best that rebuilds otherwise."""
        return replace(self.next_best.conventions, second=self.best.second)

    @property
    def next_best(self) -> PixelTrial:
        """The best that is no other name of the best, as −1..1 and "less 0.5, over 0.5" are; else the best."""
        return next((trial for trial in self.pixels if _is_another(trial, self.pixels[0])), self.pixels[0])


def quiet(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def calibrate(
    halves: Halves, images: Array, of: ImageSet, progress: Progress = quiet, fixed: Mapping[str, Any] | None = None
) -> Calibration:
    """Try all conventions on images (n, p) in 0..1, some 256, which the model should know how to rebuild.

    `fixed`: fields of Conventions that are known. `progress(done, total)` is called along the way. Raises HalfError
    where the halves do not compute, or do not fit each other, the images, or what is fixed.
    """
    fixed = dict(fixed or {})
    pixels = pixel_trials(halves, images, of, progress, fixed)
    seconds = sigma_trials(halves, images, of, pixels[0].conventions, fixed)
    rebuilds = pixels[0].explained >= LEAST_EXPLAINED
    unsure = tuple(dict.fromkeys([*_open_pixels(pixels), *_open_second(seconds)]))
    return Calibration(pixels, seconds, unsure, rebuilds)


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of Conventions as a user names them, lists as tuples. Raises ConfigError for others, and other values."""
    names = Conventions.__dataclass_fields__
    for name, value in fields.items():
        if name not in names:
            raise ConfigError(f"there is no convention {name!r}; there are {', '.join(names)}")
        if name in CHOICES and value not in CHOICES[name]:
            raise ConfigError(f"{name} must be one of {CHOICES[name]}, not {value!r}")
    taken = {name: _as_tuple(value) if name in LISTS else value for name, value in fields.items()}
    Conventions(**({"shape": (1,)} | taken))  # raises what is wrong of the others
    return taken


def _as_tuple(value: Any) -> Any:
    """A list, or one number, as a tuple."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _open_pixels(trials: tuple[PixelTrial, ...]) -> tuple[str, ...]:
    """Fields in which a way that rebuilds as well differs from the best."""
    best = trials[0]
    others = [trial for trial in trials[1:] if _is_another(trial, best)]
    near = [trial.conventions for trial in others if trial.error < NEAR_ERROR * best.error]
    return tuple(
        field for field in PIXEL_FIELDS
        if any(getattr(other, field) != getattr(best.conventions, field) for other in near)
    )  # fmt: skip


def _open_second(trials: tuple[SigmaTrial, ...]) -> tuple[str, ...]:
    near = [trial.conventions for trial in trials[1:] if trial.score - trials[0].score < NEAR_SCORE]
    return tuple(
        field for field in SECOND_FIELDS
        if any(getattr(other, field) != getattr(trials[0].conventions, field) for other in near)
    )  # fmt: skip


def _is_another(trial: PixelTrial, best: PixelTrial) -> bool:
    return trial.error > SAME_ERROR * best.error
