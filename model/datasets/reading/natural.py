"""Natural order of names: 2 before 10."""

import re

_DIGITS = re.compile(r"([0-9]+)")


def natural(name: str) -> tuple[object, ...]:
    """A key that sorts names as people do: numbers in them by their value, letters without regard to case."""
    parts = _DIGITS.split(name)
    # By length first: int() refuses numbers of thousands of digits, which a name may have.
    numbers = [(len(number := part.lstrip("0")), number) for part in parts[1::2]]
    texts = [text.casefold() for text in parts[::2]]
    mixed = [part for pair in zip(texts, [*numbers, (0, "")], strict=True) for part in pair]
    return (*mixed, name)
