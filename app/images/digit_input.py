"""A visitor's digit and how it was obtained: functions for the thread that reads pictures."""

import base64
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app import schemas
from latent_explorer.app.errors import Problem
from latent_explorer.app.images.decode import Knobs, Normalised, png
from latent_explorer.app.images.normalise import Grey, Step
from latent_explorer.app.images.reading import Picture, read, read_again, steps_without_digit
from latent_explorer.app.images.strokes import Strokes, normalise_strokes
from latent_explorer.app.images.upload_cache import Pictures


@dataclass(frozen=True)
class DigitInput:
    """An image (side, side[, 3]) float32 in 0..1, and how it was obtained, mostly empty for pixels or a drawing."""

    pixels: Grey
    warnings: tuple[str, ...] = ()
    picture: str | None = None
    steps: list[schemas.StepOut] = field(default_factory=list)
    digits: list[schemas.CandidateOut] = field(default_factory=list)
    chosen: int = 0
    count: int = 0


def from_file(data: bytes, name: str | None, knobs: Knobs, pictures: Pictures) -> DigitInput:
    """The digit in a picture file's bytes; the picture is kept, under `name` if it has one already.

    Raises the Problems of `read_grey` and `from_picture`.
    """
    picture, found = read(data, knobs)
    return _digit_input(picture, found, pictures.keep(picture, name), knobs)


def from_picture(picture: Picture, name: str, knobs: Knobs, pictures: Pictures) -> DigitInput:
    """The digit in a picture that is kept as `name`, with the looks at it.

    Raises Problem blank_image, no_digit or no_such_digit, with what the steps made of the picture as details.
    """
    picture, found = read_again(picture, knobs)
    return _digit_input(picture, found, pictures.keep(picture, name), knobs)


def _digit_input(picture: Picture, found: Normalised | Problem, name: str | None, knobs: Knobs) -> DigitInput:
    if isinstance(found, Problem):
        steps = [step.model_dump() for step in _steps(steps_without_digit(picture, knobs))]
        found.details = {"picture": name, "steps": steps}
        raise found
    way, digits = _steps(found.steps), _digits(found)
    return DigitInput(found.pixels, found.warnings, name, way, digits, found.chosen, found.count)


def from_strokes(strokes: Strokes) -> DigitInput:
    """The digit that a drawing (n, 3) shows. Raises Problem bad_drawing."""
    drawn = normalise_strokes(strokes)
    return DigitInput(drawn.pixels, drawn.warnings)


def _steps(steps: tuple[Step, ...]) -> list[schemas.StepOut]:
    return [
        schemas.StepOut(
            name=step.name, note=step.note, picture=None if step.picture is None else _address(step.picture)
        )
        for step in steps
    ]


def _digits(found: Normalised) -> list[schemas.CandidateOut]:
    return [
        schemas.CandidateOut(box=(one.left, one.top, one.width, one.height), picture=_address(one.thumbnail))
        for one in found.digits
    ]


def _address(picture: NDArray[np.uint8]) -> str:
    """A small picture as a data URL, so that one response brings all of them."""
    return f"data:image/png;base64,{base64.b64encode(png(picture)).decode()}"
