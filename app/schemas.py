"""What goes in and out of the API, with the examples that the documentation shows."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """An error body, RFC 9457, served as application/problem+json."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "/problems/unknown_model",
                "title": "Not Found",
                "status": 404,
                "detail": "There is no model “vae-3d”. GET /api/models lists those there are.",
                "code": "unknown_model",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str = Field(description="One sentence that says what to do, in the language asked for.")
    code: str


class ExtentOut(BaseModel):
    """The square of latent space that the map shows, latent units."""

    center: tuple[float, float]
    half_width: float


class ModelOut(BaseModel):
    """A model. `metrics` is empty for a checkpoint that was never evaluated; `seeds` where only one seed was tried."""

    id: str = Field(examples=["vae-2d"])
    kind: Literal["ae", "vae"]
    latent_dim: int
    likelihood: Literal["bernoulli", "gaussian"]
    beta: float
    refinements: int = Field(description="Steps that sharpen what the encoder says of an image.")
    twin: str | None
    revision: str = Field(description="Digest of config and weights.", examples=["0123456789ab"])
    parameters: int
    extent: ExtentOut
    sd: list[float] = Field(description="Standard deviation of the sample's codes on each axis, latent units.")
    metrics: dict[str, Any]
    seeds: dict[str, Any] = Field(description="Metrics of a VAE and its twin over several seeds, by kind.")


class JudgeOut(BaseModel):
    """The frozen classifier's figures on the 10,000 test images."""

    accuracy: float | None = Field(examples=[0.994])
    parameters: int
    calibration: dict[str, Any]


Rows = list[list[float]]
Pixels = Annotated[Rows, Field(description="28 rows of 28 numbers in 0..1, white ink on black.")]


class PixelsIn(BaseModel):
    """A digit as numbers, taken as it is: no normalisation."""

    pixels: Pixels


class DrawingIn(BaseModel):
    """A digit as the strokes of a pen, n×3, normalised as a picture is."""

    drawing: Rows = Field(
        description="Of each point x and y, in sides of the pad, and how many pixels of the 28×28 the line to it is "
        "wide: negative where a stroke begins.",
        examples=[[[0.5, 0.2, -2.5], [0.5, 0.8, 2.5]]],
    )


class KnobsIn(BaseModel):
    """What may be turned by hand where a picture is normalised; without a value it is found in the picture."""

    model_config = ConfigDict(extra="forbid")

    threshold: float | None = Field(None, description="0 to 1, from paper to ink.")
    invert: bool = Field(False, description="Take what seemed to be paper for the ink.")
    thickness: float = Field(0.0, description="Pixels of the 28×28 to add to the strokes' width, −3 to 3.")
    digit: int | None = Field(None, description="Which of the digits found in the picture.")


class PictureIn(KnobsIn):
    """A picture that was sent before, by the name that its answer gave it, with other knobs."""

    picture: str


class TermsOut(BaseModel):
    """The loss of this image in nats; reconstruction + kl = negative_elbo. An autoencoder has the first only."""

    reconstruction: float
    per_pixel: Rows = Field(description="28 rows of 28 numbers, what each pixel adds to the reconstruction term.")
    kl: float | None
    negative_elbo: float | None
    draws: int = Field(description="How many sampled z the reconstruction term is the mean of.")


class StepOut(BaseModel):
    """One step from the picture to 28×28: what it found, and what it made, as a small PNG's data address."""

    name: str
    note: str | float | int | bool | None = None
    picture: str | None = None


class CandidateOut(BaseModel):
    """A digit found in the picture: left, top, width, height as parts of it, and its 28×28 as a PNG's data address."""

    box: tuple[float, float, float, float]
    picture: str


class JudgementOut(BaseModel):
    """What the judge reads in the input, with its probabilities of the classes 0 to 9."""

    label: int
    probabilities: list[float]


class PercentilesOut(BaseModel):
    """The percentage of images whose figure is lower; null where an autoencoder has no such figure."""

    reconstruction: float
    kl: float | None
    negative_elbo: float | None
    relative_error: float


class StandingOut(BaseModel):
    """Where this image's figures stand among those of held-out digits: the test images as `evaluate` measured them."""

    images: int = Field(description="10000; of a checkpoint without those figures the 1,000 of the shipped sample.")
    percentile: PercentilesOut


class TypicalityOut(BaseModel):
    """Two figures of how far this image is from a digit, and the percentage of test images whose figure is lower."""

    relative_error: float = Field(description="Squared error of its reconstruction over the image's own energy.")
    percentile: float = Field(description="Of the relative error, as in `standing`.")
    feature_distance: float | None = Field(
        description="Of the judge's features from those of the nearest other digit of the sample; null without a judge."
    )
    feature_percentile: float | None
    nearest: list[int] = Field(description="The sample's digits nearest in pixels, by index.")


class EncodingOut(BaseModel):
    """What a digit becomes. sigma and kl_per_dim are null for an autoencoder: a point, not a distribution."""

    mu: list[float]
    sigma: list[float] | None
    kl_per_dim: list[float] | None
    terms: TermsOut
    standing: StandingOut
    reconstruction: Pixels
    input: Pixels
    picture: str | None = Field(None, description="The name under which the picture is kept for a quarter of an hour.")
    steps: list[StepOut]
    digits: list[CandidateOut] = Field([], description="All digits found in the picture.")
    chosen: int = Field(0, description="Which of them this is.")
    judge: JudgementOut | None
    typicality: TypicalityOut
    warnings: list[str]


class SampleIn(BaseModel):
    """Draw n codes from N(mu, (temperature·sigma)²); without mu from the prior N(0, I); without sigma all at mu."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"mu": [0.3, -1.1], "sigma": [0.05, 0.04], "n": 16, "temperature": 1, "seed": 0}}
    )

    mu: list[float] | None = None
    sigma: list[float] | None = None
    n: int = Field(16, ge=1)
    temperature: float = Field(1.0, ge=0, le=100, allow_inf_nan=False)
    images: bool = Field(True, description="Whether to decode the codes; not needed where they are decoded live.")
    seed: int = Field(0, ge=0, le=2**53)
    fitted: bool = Field(False, description="Without mu: draw from the Gaussian fitted to the sample's codes instead.")


class SamplesOut(BaseModel):
    """Codes n×d and their decoded images n×28×28, values in 0..1."""

    z: Rows
    images: list[Rows]


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
    """Decoded images n×28×28, values in 0..1, and of each: what the judge reads, how it differs from the first."""

    z: Rows
    images: list[Rows]
    label: list[int] = Field(description="What the judge reads.")
    confidence: list[float] = Field(description="The judge's probability of that label.")
    change: list[float] = Field(description="Mean squared error per pixel against the first.")
    changed: list[float] = Field(description="Share of pixels that differ from the first by more than a quarter.")
    feature: list[float] = Field(description="Distance of the judge's features from those of the first.")
    step: list[float] = Field(description="Distance from the image before, 784 pixels in 0..1.")
    length: float = Field(description="Of the decoded curve: the steps' sum, or for a path what was measured finely.")


class LikenessOut(BaseModel):
    """How close one must look at a place until neighbouring images are alike. Steps in sd of the codes on each axis."""

    steps: list[float]
    kept: list[float] = Field(description="For each step, the share of the 12 pairs that the judge reads alike.")
    change: list[float] = Field(description="For each step, the pairs' largest mean squared error per pixel.")
    alike: float | None = Field(description="The longest step at and below which all pairs are alike; null for none.")
    threshold: float = Field(description="The mean squared error per pixel below which two images are alike.")


class ImagesOut(BaseModel):
    """Decoded images n×28×28, values in 0..1."""

    images: list[Rows]


class ThumbnailsOut(BaseModel):
    """Where the sample's pictures are: one image, `columns` digits a row, each `size` pixels square."""

    url: str
    size: int
    columns: int


class CodeOut(BaseModel):
    """One digit of the shipped sample in this model."""

    index: int
    label: int
    mu: list[float]
    sigma: list[float] | None


class CloudOut(BaseModel):
    """The code cloud of the shipped sample."""

    thumbnails: ThumbnailsOut
    codes: list[CodeOut]


LayerName = Literal["labels", "stretch", "density", "nearest"]


class LabelsOut(BaseModel):
    """What the judge reads in the image decoded at each cell, and the probability that it gives this label."""

    cells: int = Field(description="Cells along the square's side.")
    label: list[int]
    confidence: list[float]


class StretchOut(BaseModel):
    """log₁₀ √det JᵀJ of the decoder along the plane's two axes at each cell."""

    cells: int = Field(description="Cells along the square's side.")
    log10_area: list[float] = Field(description="log₁₀ of pixels² per sd²; an sd is that of the sample's codes.")


class DensityOut(BaseModel):
    """How densely the sample's codes lie around each cell, on the plane's two axes."""

    cells: int = Field(description="Cells along the square's side.")
    density: list[float] = Field(description="Codes per sd², a Gaussian kernel estimate.")


class NearestOut(BaseModel):
    """Which of the sample's codes is the nearest to each cell, in all dimensions."""

    cells: int = Field(description="Cells along the square's side.")
    index: list[int]
    distance: list[float] = Field(description="In sd of the sample's codes on each axis.")


LayerOut = LabelsOut | StretchOut | DensityOut | NearestOut


class HealthOut(BaseModel):
    """Which models can decode, and why others can't."""

    status: Literal["ok"]
    models: list[str]
    failures: dict[str, str]
