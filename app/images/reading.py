"""From a picture file to a digit: in a part that was marked, and closer where the digit is small in the picture."""

from dataclasses import dataclass, replace

import numpy as np

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.decode import Knobs, Normalised, is_reduced, read_grey
from latent_explorer.app.images.normalise import Grey, Step, attempted, normalise_grey
from latent_explorer.app.images.normalise.boxes import Window
from latent_explorer.app.images.normalise.knobs import AUTOMATIC
from latent_explorer.app.images.normalise.pictures import picture_of
from latent_explorer.app.images.normalise.steps import size_of
from latent_explorer.app.images.windows import WHOLE, around, marked, turned_window

NEAR = 64  # px of the digit's longer side; below it, the picture's own pixels tell more


@dataclass(frozen=True)
class Look:
    """A window of a picture as grey (h, w), under the name of the step that shows it."""

    name: str
    grey: Grey
    window: Window = WHOLE


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: its file, the part of it that is marked, and the looks taken, each closer.

    The first look is at the whole picture; another may be at the marked part, and one at small digits.
    """

    data: bytes
    looks: tuple[Look, ...]
    marked: Window = WHOLE

    def turned(self, knobs: Knobs) -> "Picture":
        """The picture mirrored and turned as the knobs say."""
        looks = (
            Look(look.name, turned(look.grey, knobs.turn, knobs.mirror), turned_window(look.window, knobs))
            for look in self.looks
        )
        return replace(self, looks=tuple(looks))

    def closer(self, name: str, window: Window) -> "Picture":
        """The picture with a further look, in its file's own pixels. Raises the Problems of `read_grey`."""
        return replace(self, looks=(*self.looks, Look(name, read_grey(self.data, window), window)))

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return len(self.data) + sum(look.grey.nbytes for look in self.looks)


def normalise(data: bytes, knobs: Knobs = AUTOMATIC) -> Normalised:
    """Normalise a picture file's bytes to a digit by MNIST's convention.

    Raises the Problems of `read_grey`; blank_image or no_digit if there is no ink to read in it; no_such_digit if the
    knobs ask for a digit that was not found.
    """
    _, found = read(data, knobs)
    if isinstance(found, Problem):
        raise found
    return found


def read(data: bytes, knobs: Knobs) -> tuple[Picture, Normalised | Problem]:
    """A picture file's bytes as grey, and its digit or why there is none. Raises the Problems of `read_grey`."""
    return _look(Picture(data, (Look("grey", read_grey(data)),)), knobs)


def read_again(picture: Picture, knobs: Knobs) -> tuple[Picture, Normalised | Problem]:
    """The digit in a picture that was read before, or why there is none, and the picture, as another part is marked."""
    if marked(knobs) == picture.marked:
        return picture, find(picture, knobs)
    return _look(Picture(picture.data, picture.looks[:1]), knobs)


def _look(whole: Picture, knobs: Knobs) -> tuple[Picture, Normalised | Problem]:
    """Look at the part of a picture that is marked before all else, and closer if its digits are small."""
    part = marked(knobs)
    picture = whole if part == WHOLE else replace(whole, marked=part).closer("crop", part)
    found = find(picture, knobs)
    if isinstance(found, Problem) or not _is_reduced(picture) or not _is_small(found, picture.turned(knobs).looks[-1]):
        return picture, found
    unturned = find(picture, replace(knobs, turn=0, mirror=False, digit=None)) if knobs.turn or knobs.mirror else found
    if isinstance(unturned, Problem):
        return picture, found
    picture = picture.closer("closer", around(unturned.digits, part))
    return picture, find(picture, knobs)


def find(picture: Picture, knobs: Knobs) -> Normalised | Problem:
    """The digit in a picture's closest look as its knobs turn it, or why there is none."""
    picture = picture.turned(knobs)
    look = picture.looks[-1]
    try:
        found = normalise_grey(look.grey, knobs)
    except Problem as problem:
        return problem.again()
    digits = tuple(digit.placed(look.window) for digit in found.digits)
    return replace(found, steps=_with_looks(found.steps, picture), digits=digits)


def steps_without_digit(picture: Picture, knobs: Knobs) -> tuple[Step, ...]:
    """The steps of a picture in which no digit was found, as far as they go."""
    picture = picture.turned(knobs)
    return _with_looks(attempted(picture.looks[-1].grey, knobs), picture)


def turned(grey: Grey, turn: int, mirror: bool) -> Grey:
    """Grey (h, w), its left and right swapped if asked, then turned by so many quarters, clockwise."""
    return np.ascontiguousarray(np.rot90(grey[:, ::-1] if mirror else grey, -turn))


def _with_looks(steps: tuple[Step, ...], picture: Picture) -> tuple[Step, ...]:
    if len(picture.looks) == 1:
        return steps
    looks = (Step(look.name, size_of(look.grey), picture_of(look.grey)) for look in picture.looks)
    return *looks, *steps[1:]


def _is_reduced(picture: Picture) -> bool:
    """Whether the file has more pixels than the closest look at it."""
    left, top, right, bottom = picture.looks[-1].window
    height, width = picture.looks[0].grey.shape
    return is_reduced(picture.data, max((right - left) * width, (bottom - top) * height) / max(width, height))


def _is_small(found: Normalised, look: Look) -> bool:
    digit, (left, top, right, bottom) = found.digits[found.chosen], look.window
    height, width = look.grey.shape
    return bool(max(digit.width / (right - left) * width, digit.height / (bottom - top) * height) < NEAR)
