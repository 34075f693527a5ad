"""Tables of numbers."""

from typing import Annotated

from pydantic import Field

Rows = list[list[float]]
Pixels = Annotated[Rows, Field(description="28 rows of 28 numbers in 0..1, white ink on black.")]
