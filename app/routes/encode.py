"""Encode a digit, in one model or in several at once."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request

from latent_explorer.app import schemas
from latent_explorer.app.dependencies import AppServices, ChosenModel, ChosenModels, Client, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.http.problems import documented
from latent_explorer.app.images.digit_input import DigitInput
from latent_explorer.app.inference.encoding import (
    Encoded,
    ImageFacts,
    Judged,
    ModelFacts,
    loss_percentile,
    oddities,
    rows,
)
from latent_explorer.app.routes.digit_body import Given, GivenDigit
from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.registry import Model

router = APIRouter(prefix="/api", tags=["latent"])
JSON = "application/json"
SIDE = range(MNIST.side)
EXAMPLE_DIGIT = {"pixels": [[float(10 <= x < 18 and 4 <= y < 24) for x in SIDE] for y in SIDE]}
DIGITS_IN = (schemas.PixelsIn, schemas.DrawingIn, schemas.PictureIn, schemas.SampleDigitIn)
ENCODE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        **schemas.UploadIn.model_json_schema()["properties"],
                    },
                }
            },
            JSON: {
                "schema": {"anyOf": [one.model_json_schema() for one in DIGITS_IN]},
                "example": EXAMPLE_DIGIT,
            },
        },
    }
}
UPLOAD_PROBLEMS = (
    "unknown_model", "empty_file", "not_an_image", "svg_image", "damaged_image", "too_many_pixels", "animated_image",
    "blank_image", "no_digit", "body_too_large", "unsupported_body", "invalid_body", "invalid_json", "missing_file",
    "bad_pixels", "bad_colour_pixels", "bad_drawing", "no_drawing", "out_of_range", "bad_knob", "bad_crop",
    "no_such_digit", "unknown_picture", "invalid_request",
    "overloaded",
)  # fmt: skip


@router.post(
    "/encode",
    response_model=schemas.EncodingsOut,
    openapi_extra=ENCODE_BODY,
    responses=documented(*UPLOAD_PROBLEMS, "model_count", "repeated_model", "several_sets"),
)
async def encode_in_models(
    request: Request, models: ChosenModels, given: GivenDigit, app: AppServices, client: Client
) -> schemas.EncodingsOut:
    """What a digit becomes in each of several models, and once what is said of its image whatever the model."""
    digit, (image, found) = await cancel_on_disconnect(request, _encoded(given, models, app, client))
    by_id = {model.checkpoint.id: _of_model(model, facts, image) for model, facts in zip(models, found, strict=True)}
    return schemas.EncodingsOut(image=_of_image(digit, image, models[0].codec.images), models=by_id)


@router.post(
    "/models/{model_id}/encode",
    response_model=schemas.EncodingOut,
    openapi_extra=ENCODE_BODY,
    responses=documented(*UPLOAD_PROBLEMS),
)
async def encode(
    request: Request, model: ChosenModel, given: GivenDigit, app: AppServices, client: Client
) -> schemas.EncodingOut:
    """What a digit becomes: μ and σ, its reconstruction, the terms of its loss, and how typical a digit it is."""
    digit, (image, (facts,)) = await cancel_on_disconnect(request, _encoded(given, [model], app, client))
    return _as_one(_of_image(digit, image, model.codec.images), _of_model(model, facts, image))


async def _encoded(given: Given, models: list[Model], app: Services, client: Client) -> tuple[DigitInput, Encoded]:
    image_set = models[0].image_set
    read = partial(given.read, image_set)
    digit = await app.inference.read(client, read) if given.slow else read()
    if image_set.images.ink and not digit.pixels.any():
        raise Problem("blank_image")
    return digit, await app.inference.encode(models, digit.pixels, client)


def _of_image(digit: DigitInput, facts: ImageFacts, of: ImageSet) -> schemas.ImageOut:
    judged = facts.judged
    return schemas.ImageOut(
        input=rows(digit.pixels, of),
        picture=digit.picture,
        steps=digit.steps,
        digits=digit.digits,
        digits_found=digit.count,
        chosen=digit.chosen,
        judge=judged and _judgement(judged),
        feature_distance=judged and judged.distance,
        feature_percentile=judged and judged.percentile,
        nearest=facts.nearest,
        warnings=list(digit.warnings),
        upright=facts.upright and schemas.UprightOut(**facts.upright._asdict()),
    )


def _judgement(judged: Judged) -> schemas.JudgementOut:
    return schemas.JudgementOut(label=int(judged.probabilities.argmax()), probabilities=judged.probabilities.tolist())


def _of_model(model: Model, facts: ModelFacts, image: ImageFacts) -> schemas.ModelEncodingOut:
    ranks = facts.standing.percentile
    odd = oddities(ranks.relative_error, image.judged, loss_percentile(ranks))
    return schemas.ModelEncodingOut(revision=model.checkpoint.revision, **facts._asdict(), warnings=odd)


def _as_one(image: schemas.ImageOut, model: schemas.ModelEncodingOut) -> schemas.EncodingOut:
    """Merge both into the flat body that the single-model endpoint has always returned."""
    typicality = schemas.TypicalityOut(
        relative_error=model.relative_error,
        percentile=model.standing.percentile.relative_error,
        feature_distance=image.feature_distance,
        feature_percentile=image.feature_percentile,
        nearest=image.nearest,
    )
    return schemas.EncodingOut(
        **dict(image) | dict(model) | {"warnings": [*image.warnings, *model.warnings]}, typicality=typicality
    )
