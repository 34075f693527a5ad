"""Tables of numbers."""

from typing import Annotated

from pydantic import Field

# A megabyte of non-numbers would make half a million errors, of which only the first is reported.
Row = Annotated[list[float], Field(fail_fast=True)]
Rows = Annotated[list[Row], Field(fail_fast=True)]
Pixels = Annotated[Rows, Field(description="28 rows of 28 numbers in 0..1, white ink on black.")]
