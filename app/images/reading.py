"""From a picture file to a digit, with a closer look where the digit is small in the picture."""

from dataclasses import dataclass, replace

import numpy as np

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.decode import Knobs, Normalised, is_reduced, read_grey
from latent_explorer.app.images.normalise import Candidate, Grey, Step, attempted, normalise_grey
from latent_explorer.app.images.normalise.boxes import Window
from latent_explorer.app.images.normalise.knobs import AUTOMATIC
from latent_explorer.app.images.normalise.steps import closer_step

NEAR = 64  # px of the digit's longer side; below it, the picture's own pixels tell more
MARGIN = 0.75  # of the longer side of what is looked at


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: grey (h, w); of a small digit's, the window looked at, and the whole picture."""

    grey: Grey
    window: Window = (0.0, 0.0, 1.0, 1.0)
    whole: Grey | None = None

    def turned(self, knobs: Knobs) -> "Picture":
        """The picture mirrored and turned as the knobs say."""
        whole = None if self.whole is None else turned(self.whole, knobs.turn, knobs.mirror)
        return Picture(turned(self.grey, knobs.turn, knobs.mirror), turned_window(self.window, knobs), whole)

    @property
    def nbytes(self) -> int:
        """Bytes in memory."""
        return self.grey.nbytes + (0 if self.whole is None else self.whole.nbytes)


def normalise(data: bytes, knobs: Knobs = AUTOMATIC) -> Normalised:
    """Normalise a picture file's bytes to a 28×28 digit by MNIST's convention.

    Raises the Problems of `read_grey`; blank_image or no_digit if there is no ink to read in it; no_such_digit if the
    knobs ask for a digit that was not found.
    """
    _, found = read(data, knobs)
    if isinstance(found, Problem):
        raise found
    return found


def read(data: bytes, knobs: Knobs) -> tuple[Picture, Normalised | Problem]:
    """A picture file's bytes as grey, and its digit or why there is none. Raises the Problems of `read_grey`."""
    picture = Picture(read_grey(data))
    found = find(picture, knobs)
    if isinstance(found, Problem) or not is_reduced(data) or not _is_small(found, picture.grey):
        return picture, found
    unturned = find(picture, replace(knobs, turn=0, mirror=False, digit=None)) if knobs.turn or knobs.mirror else found
    window = _around((found if isinstance(unturned, Problem) else unturned).digits)
    closer = Picture(read_grey(data, window), window, picture.grey)
    return closer, find(closer, knobs)


def find(picture: Picture, knobs: Knobs) -> Normalised | Problem:
    """The digit in a picture as its knobs turn it, or why there is none."""
    picture = picture.turned(knobs)
    try:
        found = normalise_grey(picture.grey, knobs)
    except Problem as problem:
        return problem.again()
    digits = tuple(digit.placed(picture.window) for digit in found.digits)
    return replace(found, steps=_with_whole(found.steps, picture), digits=digits)


def steps_without_digit(picture: Picture, knobs: Knobs) -> tuple[Step, ...]:
    """The steps of a picture in which no digit was found, as far as they go."""
    picture = picture.turned(knobs)
    return _with_whole(attempted(picture.grey, knobs), picture)


def turned(grey: Grey, turn: int, mirror: bool) -> Grey:
    """Grey (h, w), its left and right swapped if asked, then turned by so many quarters, clockwise."""
    return np.ascontiguousarray(np.rot90(grey[:, ::-1] if mirror else grey, -turn))


def turned_window(window: Window, knobs: Knobs) -> Window:
    """Where a window of a picture lies once that is turned."""
    left, top, right, bottom = window
    if knobs.mirror:
        left, right = 1 - right, 1 - left
    for _ in range(knobs.turn):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return left, top, right, bottom


def _with_whole(steps: tuple[Step, ...], picture: Picture) -> tuple[Step, ...]:
    return steps if picture.whole is None else (*closer_step(picture.whole, picture.grey), *steps[1:])


def _is_small(found: Normalised, grey: Grey) -> bool:
    digit = found.digits[found.chosen]
    return bool(max(digit.width * grey.shape[1], digit.height * grey.shape[0]) < NEAR)


def _around(digits: tuple[Candidate, ...]) -> Window:
    """A window around digits, with some paper."""
    left, top = min(one.left for one in digits), min(one.top for one in digits)
    right, bottom = max(one.left + one.width for one in digits), max(one.top + one.height for one in digits)
    across, down = MARGIN * (right - left), MARGIN * (bottom - top)
    return max(left - across, 0.0), max(top - down, 0.0), min(right + across, 1.0), min(bottom + down, 1.0)
