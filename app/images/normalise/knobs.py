"""What a visitor may adjust by hand where automatic normalisation goes wrong."""

from dataclasses import dataclass

from latent_explorer.app.errors import Problem

RANGES = {"threshold": (0.0, 1.0), "thickness": (-3.0, 3.0), "turn": (0, 3)}


@dataclass(frozen=True)
class Knobs:
    """How to normalise; by default, as found from the picture.

    `threshold` 0..1, paper at 0 and ink at 1, replaces Otsu's; `invert` takes the opposite of the polarity found;
    `thickness` −3..3 is added to the strokes' width, in px of the 28×28; `digit` is the index of the one to take of
    those found; `mirror` swaps left and right, and `turn` then turns the picture by so many quarters, clockwise. Raises
    Problem bad_knob if a number is out of its range.
    """

    threshold: float | None = None
    invert: bool = False
    thickness: float = 0.0
    digit: int | None = None
    turn: int = 0
    mirror: bool = False

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # NaN fails this too
                raise Problem("bad_knob", knob=name, low=f"{low:g}", high=f"{high:g}")


AUTOMATIC = Knobs()
