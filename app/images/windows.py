"""Parts of a picture, as left, top, right and bottom in shares of its sides: turned with it, and turned back."""

from latent_explorer.app.images.normalise import Candidate, Knobs
from latent_explorer.app.images.normalise.boxes import Window

WHOLE: Window = (0.0, 0.0, 1.0, 1.0)
MARGIN = 0.75  # of the longer side of what is looked at
DIGITS = 6  # decimals, so that a part turned there and back is the same


def marked(knobs: Knobs) -> Window:
    """The part that is marked by hand, in the picture as it was given: all of it if none is."""
    if knobs.crop is None:
        return WHOLE
    left, top, width, height = knobs.crop
    window = left, top, min(left + width, 1.0), min(top + height, 1.0)
    left, top, right, bottom = unturned_window(window, knobs)
    return round(left, DIGITS), round(top, DIGITS), round(right, DIGITS), round(bottom, DIGITS)


def turned_window(window: Window, knobs: Knobs) -> Window:
    """Where a window of a picture lies once that is mirrored and turned."""
    return _quarters(_mirrored(window) if knobs.mirror else window, knobs.turn)


def unturned_window(window: Window, knobs: Knobs) -> Window:
    """Where a window of a picture that is mirrored and turned lay before."""
    back = _quarters(window, 4 - knobs.turn)
    return _mirrored(back) if knobs.mirror else back


def around(digits: tuple[Candidate, ...], part: Window) -> Window:
    """A window around digits, with some paper, in a part of the picture."""
    left, top = min(one.left for one in digits), min(one.top for one in digits)
    right, bottom = max(one.left + one.width for one in digits), max(one.top + one.height for one in digits)
    across, down = MARGIN * (right - left), MARGIN * (bottom - top)
    return (
        max(left - across, part[0]),
        max(top - down, part[1]),
        min(right + across, part[2]),
        min(bottom + down, part[3]),
    )


def _mirrored(window: Window) -> Window:
    left, top, right, bottom = window
    return 1 - right, top, 1 - left, bottom


def _quarters(window: Window, turns: int) -> Window:
    for _ in range(turns):
        left, top, right, bottom = window
        window = 1 - bottom, left, 1 - top, right
    return window
