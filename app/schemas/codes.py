"""Codes given or drawn, and the images decoded from them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from latent_explorer.app.schemas.numbers import Pixels, Row, Rows


class SampleIn(BaseModel):
    """Draw n codes from N(mu, (temperature·sigma)²); without mu from the prior N(0, I); without sigma all at mu."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"mu": [0.3, -1.1], "sigma": [0.05, 0.04], "n": 16, "temperature": 1, "seed": 0}}
    )

    mu: Row | None = None
    sigma: Row | None = None
    n: int = Field(16, ge=1)
    temperature: float = Field(1.0, ge=0, le=100, allow_inf_nan=False)
    images: bool = Field(True, description="Whether to decode the codes; not needed where they are decoded live.")
    seed: int = Field(0, ge=0, le=2**53)
    fitted: bool = Field(False, description="Without mu: draw from the Gaussian fitted to the sample's codes instead.")


class SamplesOut(BaseModel):
    """Codes n×d and their decoded images, values in 0..1."""

    z: Rows
    images: list[Pixels]


class CodesIn(BaseModel):
    """Codes to decode, n×d."""

    model_config = ConfigDict(json_schema_extra={"example": {"z": [[0.0, 0.0], [1.0, -0.5]]}})

    z: Rows


Pace = Literal["given", "even"]


class PathIn(CodesIn):
    """Codes to compare with the first of them, n×d."""

    pace: Pace | None = Field(
        None,
        description="Take them as a path and measure its decoded curve finely; `even` re-times it to equal changes.",
    )


class ComparisonOut(BaseModel):
    """Decoded images, values in 0..1, and of each: what the judge reads, how it differs from the first."""

    z: Rows
    images: list[Pixels]
    label: list[int] | None = Field(description="What the judge reads; null without one.")
    confidence: list[float] | None = Field(description="The judge's probability of that label.")
    change: list[float] = Field(description="Mean squared error per pixel against the first.")
    changed: list[float] = Field(description="Share of pixels that differ from the first by more than a quarter.")
    feature: list[float] | None = Field(description="Distance of the judge's features from those of the first.")
    step: list[float] = Field(description="Distance from the image before, over all pixels in 0..1.")
    length: float = Field(description="Of the decoded curve: the steps' sum, or for a path what was measured finely.")


class LikenessOut(BaseModel):
    """How close one must look at a place until neighbouring images are alike. Steps in sd of the codes on each axis."""

    steps: list[float]
    kept: list[float] = Field(description="For each step, the share of the 12 pairs that the judge reads alike.")
    change: list[float] = Field(description="For each step, the pairs' largest mean squared error per pixel.")
    alike: float | None = Field(description="The longest step at and below which all pairs are alike; null for none.")
    threshold: float = Field(description="The mean squared error per pixel below which two images are alike.")


class ImagesOut(BaseModel):
    """Decoded images, values in 0..1."""

    images: list[Pixels]
