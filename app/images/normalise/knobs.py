"""What a visitor may turn by hand where the automatic way goes wrong."""

from dataclasses import dataclass

from latent_explorer.app.errors import Problem

RANGES = {"threshold": (0.0, 1.0), "thickness": (-3.0, 3.0)}


@dataclass(frozen=True)
class Knobs:
    """How to normalise; every default leaves it to what is found in the picture.

    `threshold` 0..1, between paper at 0 and ink at 1, in place of Otsu's; `invert` takes the other polarity than the
    one found; `thickness` −3..3 is added to the strokes' width, in px of the 28×28; `digit` is the index of the one to
    take of those found. Problem bad_knob where a number is out of its range.
    """

    threshold: float | None = None
    invert: bool = False
    thickness: float = 0.0
    digit: int | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # NaN neither
                raise Problem("bad_knob", knob=name, low=f"{low:g}", high=f"{high:g}")


AUTOMATIC = Knobs()
