"""The models, their codes of the sample, and the server's health."""

from typing import Any, Literal

from pydantic import BaseModel, Field


class ExtentOut(BaseModel):
    """The square of latent space that the map shows, latent units."""

    center: tuple[float, float]
    half_width: float


class ImageSetOut(BaseModel):
    """What a model's images are: square, `side` pixels wide, grey (1 channel) or in colour (3)."""

    id: str = Field(examples=["mnist"])
    side: int
    channels: Literal[1, 3]
    classes: list[str] = Field(description="Names of the labels 0, 1, …; none for images without labels.")
    item: str = Field(description="What one shows, in English; `items` several, `item_vi` in Vietnamese.")
    items: str
    item_vi: str
    ink: bool = Field(description="Light strokes on black, which a page paints with the ink of its theme.")
    credit: str


class DisagreementOut(BaseModel):
    """How far further decoders disagree that were trained on the model's codes, each from other random weights.

    The standard deviation of a pixel's value, 0 to 1, over the decoders; root mean square over the pixels.
    """

    decoders: int
    epochs: int = Field(description="That each was trained for.")
    prior: float = Field(description="Mean over draws from N(0, I).")
    codes: float = Field(description="Mean over codes of images that none was trained on.")


class ModelOut(BaseModel):
    """A model. `metrics` is empty for a checkpoint that was never evaluated; `seeds` where only one seed was tried.

    In the metrics of one model, figures that can't be measured of its images are left out, and `unmeasured` says why.
    """

    id: str = Field(examples=["vae-2d"])
    kind: Literal["ae", "vae"]
    images: ImageSetOut
    judge: str | None = Field(description="Revision of the judge of its images; null where there is none.")
    latent_dim: int
    likelihood: Literal["bernoulli", "gaussian"] | None = Field(
        description="null for a model that was built elsewhere and of which none was declared: it has no ELBO."
    )
    observation_sd: float | None = Field(
        description="Of the Gaussian likelihood, in units of pixel value; null where a foreign model has none."
    )
    beta: float | None = Field(description="Weight of the KL divergence; null where it is not known.")
    refinements: int = Field(description="Steps that sharpen what the encoder says of an image.")
    twin: str | None
    revision: str = Field(description="Digest of config and weights.", examples=["0123456789ab"])
    parameters: int | None = Field(description="Trained numbers; null where that is not known.")
    weights: bool = Field(description="Whether its weights are served, for those who compute by themselves.")
    snapshots: bool = Field(description="Whether moments of its training are served.")
    disagreement: DisagreementOut | None = Field(description="null where it was not measured.")
    extent: ExtentOut
    sd: list[float] = Field(description="Standard deviation of the sample's codes on each axis, latent units; never 0.")
    collapsed: int = Field(description="Number of axes on which all images have the same code.")
    metrics: dict[str, Any]
    seeds: dict[str, Any] = Field(description="Metrics of a VAE and its twin over several seeds, by kind.")


class JudgeOut(BaseModel):
    """The frozen classifier's figures on the test images of its set."""

    revision: str = Field(description="Digest of config and weights.")
    accuracy: float | None = Field(examples=[0.994])
    parameters: int
    calibration: dict[str, Any]
    feature_distances: list[float] = Field(
        description="The 201 quantiles, at 0, 0.5, … 100 %, of how far the judge's features of a test image are from "
        "those of the nearest image of the sample; empty for a judge that was never evaluated."
    )


class ThumbnailsOut(BaseModel):
    """Where the sample's pictures are: one image, `columns` digits a row, each `size` pixels square.

    `url` is relative to the address of this answer.
    """

    url: str
    size: int
    columns: int


class CodeOut(BaseModel):
    """One image of the sample in this model."""

    index: int
    label: int | None = Field(description="null for images without labels.")
    mu: list[float]
    sigma: list[float] | None


class CloudOut(BaseModel):
    """The code cloud of the shipped sample."""

    thumbnails: ThumbnailsOut
    codes: list[CodeOut]


class AliveOut(BaseModel):
    """The server answers."""

    status: Literal["ok"]


class ReadyOut(BaseModel):
    """Which models can decode, and which could not be loaded: the server's log says why."""

    status: Literal["ok"]
    models: list[str]
    failures: list[str]
