"""Map layers."""

from typing import Literal

from pydantic import BaseModel, Field

LayerName = Literal["labels", "stretch", "metric", "density", "prior", "nearest"]


class LabelsOut(BaseModel):
    """What the judge reads in the image decoded at each cell, and the probability that it gives this label."""

    cells: int = Field(description="Cells along the square's side.")
    label: list[int]
    confidence: list[float]


class StretchOut(BaseModel):
    """log₁₀ √det JᵀJ of the decoder along the plane's two axes at each cell."""

    cells: int = Field(description="Cells along the square's side.")
    log10_area: list[float] = Field(description="log₁₀ of pixels² per sd²; an sd is that of the sample's codes.")


class MetricOut(BaseModel):
    """How fast the decoded image changes in different directions at each cell: the axes of the metric's indicatrix.

    An sd is the geometric mean of that of the sample's codes on the plane's two axes.
    """

    cells: int = Field(description="Cells along the square's side.")
    most: list[float] = Field(description="In the direction of most change, pixels per sd.")
    least: list[float] = Field(description="Across it, pixels per sd.")
    turn: list[float] = Field(description="The direction of most change: radians from the plane's first axis.")


class DensityOut(BaseModel):
    """How densely the sample's codes lie around each cell, on the plane's two axes."""

    cells: int = Field(description="Cells along the square's side.")
    density: list[float] = Field(description="Codes per sd², a Gaussian kernel estimate.")


class PriorOut(BaseModel):
    """How many more codes there are around each cell than the prior N(0, I) wants, on the plane's two axes."""

    cells: int = Field(description="Cells along the square's side.")
    log10_excess: list[float] = Field(description="log₁₀ of (codes per sd² + 1) over (what the prior wants + 1).")


class NearestOut(BaseModel):
    """Which of the sample's codes is the nearest to each cell, in all dimensions."""

    cells: int = Field(description="Cells along the square's side.")
    index: list[int]
    distance: list[float] = Field(description="In sd of the sample's codes on each axis.")


LayerOut = LabelsOut | StretchOut | MetricOut | DensityOut | PriorOut | NearestOut
