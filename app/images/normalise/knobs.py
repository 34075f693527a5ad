"""What a visitor may adjust by hand where automatic normalisation goes wrong."""

from dataclasses import dataclass

from latent_explorer.app.errors import Problem

RANGES = {"threshold": (0.0, 1.0), "thickness": (-3.0, 3.0), "turn": (0, 3)}
NARROWEST = 1e-4  # of the picture's side, that may be marked: a pixel of the largest
ROUNDED = 1e-6  # by which shares may be beyond 1


@dataclass(frozen=True)
class Knobs:
    """How to normalise; by default, as found from the picture.

    `threshold` 0..1, paper at 0 and ink at 1, replaces Otsu's; `invert` takes the opposite of the polarity found;
    `thickness` −3..3 is added to the strokes' width, in px of the 28×28; `digit` is the index of the one to take of
    those found; `mirror` swaps left and right, and `turn` then turns the picture by so many quarters, clockwise; of
    what that makes, `crop`, its left, top, width and height in shares of 0..1, is the part that alone is read. Raises
    Problem bad_knob if a number is out of its range, bad_crop if `crop` is no part of the picture.
    """

    threshold: float | None = None
    invert: bool = False
    thickness: float = 0.0
    digit: int | None = None
    turn: int = 0
    mirror: bool = False
    crop: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # NaN fails this too
                raise Problem("bad_knob", knob=name, low=f"{low:g}", high=f"{high:g}")
        if self.crop is not None and not _is_part(self.crop):
            raise Problem("bad_crop")


def _is_part(crop: tuple[float, ...]) -> bool:
    """Whether numbers are the left, top, width and height of a part of a picture."""
    if len(crop) != 4:
        return False
    sides = (crop[0], crop[2]), (crop[1], crop[3])
    return all(start >= 0 and length >= NARROWEST and start + length <= 1 + ROUNDED for start, length in sides)


AUTOMATIC = Knobs()
