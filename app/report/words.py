"""What a report says: texts of the catalogue, and numbers as the language writes them."""

import math
from dataclasses import dataclass

from latent_explorer.app.http.i18n import Language, catalogue
from latent_explorer.app.http.words import words_of
from latent_explorer.model.config import ImageSet

DIGITS = 3  # significant digits
SMALLEST, LARGEST = 1e-4, 1e5  # beyond these a number is written with a power of ten
SMALL_SHARE = 1e-3  # below it a percentage has more than one decimal
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
GROUPS = {"en": str.maketrans("", ""), "vi": str.maketrans(",.", ".,")}


@dataclass(frozen=True)
class Words:
    """The texts of a language, about the images of one set."""

    language: Language
    images: ImageSet

    def says(self, key: str, **values: str) -> str:
        """A text of the report by its key, with what the images are called, and values, filled in. Raises KeyError."""
        return catalogue(self.language)[f"report.{key}"].format(**words_of(self.images, self.language) | values)

    def number(self, value: float) -> str:
        """A number to three significant digits."""
        if not math.isfinite(value):
            return "–"
        if value and not SMALLEST <= abs(value) < LARGEST:
            factor, power = f"{value:.1e}".split("e")
            return self._as_written(f"{factor}·10") + str(int(power)).translate(RAISED)
        decimals = DIGITS - 1 - (math.floor(math.log10(abs(value))) if value else 0)
        return self._as_written(f"{value + 0.0:,.{max(0, decimals)}f}")  # no minus before 0

    def tick(self, value: float) -> str:
        """A number at an axis, without zeros that say nothing."""
        if value and not SMALLEST <= abs(value) < LARGEST:
            factor, power = f"{value:.0e}".split("e")
            before = "" if factor == "1" else self._as_written(f"{factor}·")
            return f"{before}10{str(int(power)).translate(RAISED)}"
        return self._as_written(f"{value:,.6g}")

    def count(self, value: int) -> str:
        """A whole number."""
        return self._as_written(f"{value:,}")

    def percent(self, share: float) -> str:
        """A share of 1, as a percentage."""
        if 0 < share < SMALL_SHARE:
            return f"{self.number(100 * share)}%"
        return self._as_written(f"{100 * share:.1f}%")

    def _as_written(self, number: str) -> str:
        """With the language's comma and point, and a minus sign."""
        return number.translate(GROUPS[self.language]).replace("-", "−", 1)


def axis_name(axis: int) -> str:
    """What the pages call a latent axis: z₀, z₁, …"""
    return f"z{str(axis).translate(LOWERED)}"
