"""Tables of numbers."""

from typing import Annotated

from pydantic import Field

# A megabyte of non-numbers would make half a million errors, of which only the first is reported.
Row = Annotated[list[float], Field(fail_fast=True)]
Rows = Annotated[list[Row], Field(fail_fast=True)]
Pixels = Annotated[
    list[Annotated[list[float | list[float]], Field(fail_fast=True)]],
    Field(
        fail_fast=True,
        description="As many rows as the image set's side, each of as many numbers in 0..1, or of as many [red, green, "
        "blue]; of MNIST light ink on black.",
    ),
]
