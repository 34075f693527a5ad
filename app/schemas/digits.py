"""A digit as it is sent, and all facts about it."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from latent_explorer.app.schemas.numbers import Pixels, Rows


def _split(crop: Any) -> Any:
    return crop.split(",", 4) if isinstance(crop, str) else crop


FOUR = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
Crop = Annotated[tuple[float, ...], Field(fail_fast=True), BeforeValidator(_split), WithJsonSchema(FOUR)]


class PixelsIn(BaseModel):
    """A digit as numbers, taken as it is: no normalisation."""

    pixels: Pixels


class SampleDigitIn(BaseModel):
    """An image of the sample of the models' set, by its index."""

    sample: int = Field(ge=0, lt=1000)


class DrawingIn(BaseModel):
    """A digit as the strokes of a pen, n×3, normalised as a picture is."""

    drawing: Rows = Field(
        description="Of each point x and y, in sides of the pad, and how many pixels of the digit's image the line "
        "to it is wide: negative where a stroke begins.",
        examples=[[[0.5, 0.2, -2.5], [0.5, 0.8, 2.5]]],
    )


class KnobsIn(BaseModel):
    """Settings for normalising a picture by hand; what is left out is found from the picture."""

    model_config = ConfigDict(extra="forbid")

    threshold: float | None = Field(None, description="0 to 1, from paper to ink.")
    invert: bool = Field(False, description="Take what seemed to be paper for the ink.")
    thickness: float = Field(0.0, description="Pixels of the digit's image to add to the strokes' width, −3 to 3.")
    digit: int | None = Field(None, description="Which of the digits found in the picture.")
    turn: int = Field(0, description="Quarters to turn the picture by, clockwise, 0 to 3, once it is mirrored.")
    mirror: bool = Field(False, description="Swap left and right.")
    crop: Crop | None = Field(
        None,
        description="The part that alone is read: its left, top, width and height in shares of 0 to 1 of the picture "
        "as it is once mirrored and turned. In a form, four numbers with commas.",
        examples=[[0.25, 0.1, 0.5, 0.4]],
    )


class UploadIn(KnobsIn):
    """The form's fields beside a picture's file."""

    picture: str | None = Field(
        None,
        pattern="^[A-Za-z0-9_-]{22}$",
        max_length=22,
        description="The name that an answer gave it before, to be kept under again: where one server forgot it, or "
        "several share the work.",
    )


class PictureIn(KnobsIn):
    """A picture that was sent before, by the name that its answer gave it, with other knobs."""

    picture: str


class TermsOut(BaseModel):
    """The loss of this image in nats; reconstruction + kl = negative_elbo. An autoencoder has the first only.

    Of a model without a declared likelihood all are null but kl.
    """

    reconstruction: float | None
    per_pixel: Pixels | None = Field(
        description="What each pixel, or each of its colours, adds to the reconstruction term."
    )
    kl: float | None
    negative_elbo: float | None
    draws: int = Field(description="How many sampled z the reconstruction term is the mean of.")


class StepOut(BaseModel):
    """One step from the picture to the digit's image: what it found, and what it made, as a PNG's data address."""

    name: str
    note: str | float | int | bool | None = None
    picture: str | None = None


class CandidateOut(BaseModel):
    """A digit found in the picture: left, top, width, height as parts of it, and its image as a PNG's data address."""

    box: tuple[float, float, float, float]
    picture: str


class JudgementOut(BaseModel):
    """What the judge reads in the input, with its probabilities of the classes 0 to 9."""

    label: int
    probabilities: list[float]


class PercentilesOut(BaseModel):
    """The percentage of images whose figure is lower; null where the model has no such figure."""

    reconstruction: float | None
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


class UprightOut(BaseModel):
    """How an image that is no digit as it lies would be one."""

    turn: int = Field(description="Quarters to turn it by, clockwise, once it is mirrored.")
    mirror: bool
    label: int = Field(description="What the judge then reads.")


class InputOut(BaseModel):
    """A digit as models take it, how it was obtained, and what the judge makes of it."""

    input: Pixels
    picture: str | None = Field(None, description="The name under which the picture is kept for a quarter of an hour.")
    steps: list[StepOut]
    digits: list[CandidateOut] = Field(
        [], description="The digits found in the picture, line by line and left to right; of more than 40 the largest."
    )
    digits_found: int = Field(0, description="How many there are, `digits` or more; 500 where there are still more.")
    chosen: int = Field(0, description="Which of them this is.")
    judge: JudgementOut | None
    upright: UprightOut | None = Field(
        None, description="How to turn it, where it is unlike digits as it lies and like one if turned or mirrored."
    )


class ImageOut(InputOut):
    """What is said of a digit whatever model encodes it: how it came about, and what the judge makes of it."""

    feature_distance: float | None = Field(
        description="Of the judge's features from those of the nearest other digit of the sample; null without a judge."
    )
    feature_percentile: float | None = Field(description="The percentage of test images whose distance is lower.")
    nearest: list[int] = Field(description="The sample's digits nearest in pixels, by index.")
    warnings: list[str] = Field(description="Of the ink, as it was found in the picture.")


class ModelEncodingOut(BaseModel):
    """What a digit becomes in a model; of an autoencoder, which gives a point, sigma and kl_per_dim are null."""

    revision: str = Field(description="Of the model whose weights gave this.")
    mu: list[float]
    sigma: list[float] | None
    kl_per_dim: list[float] | None
    terms: TermsOut
    standing: StandingOut
    reconstruction: Pixels
    relative_error: float = Field(description="Squared error of its reconstruction over the image's own energy.")
    warnings: list[str] = Field(description="Of how odd a digit it is, to this model and to the judge; one at most.")


class EncodingsOut(BaseModel):
    """A digit encoded in several models: what is said of its image, and by each model, by its id."""

    image: ImageOut
    models: dict[str, ModelEncodingOut]


class EncodingOut(InputOut):
    """What a digit becomes. sigma and kl_per_dim are null for an autoencoder: a point, not a distribution."""

    revision: str = Field(description="Of the model whose weights gave this.")
    mu: list[float]
    sigma: list[float] | None
    kl_per_dim: list[float] | None
    terms: TermsOut
    standing: StandingOut
    reconstruction: Pixels
    typicality: TypicalityOut
    warnings: list[str]
