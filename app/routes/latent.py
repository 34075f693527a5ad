"""Encode a digit, sample around it, decode codes."""

import json
from typing import Any

import numpy as np
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from numpy.typing import NDArray

from app import schemas
from app.dependencies import AppServices, ChosenModel, Digit, parse_codes
from app.errors import Problem
from app.imaging import Normalised, mosaic, png
from app.negotiation import negotiate
from app.problems import answers, documented
from model.codec import TERM_DRAWS, JudgeCodec, draw
from model.config import IMAGE_SIZE
from model.registry import Model
from model.sample import sample_pixels
from model.typicality import nearest, percentile, relative_error

router = APIRouter(prefix="/api/models/{model_id}", tags=["latent"])
JSON, PNG, BYTES = "application/json", "image/png", "application/octet-stream"
NEAREST = 6
UNLIKE = 99  # percentile of relative reconstruction error from which a picture is called unlike any digit
EXAMPLE_DIGIT = {"pixels": [[float(10 <= x < 18 and 4 <= y < 24) for x in range(28)] for y in range(28)]}
ENCODE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            JSON: {"schema": schemas.PixelsIn.model_json_schema(), "example": EXAMPLE_DIGIT},
        },
    }
}
UPLOAD_PROBLEMS = documented(
    "unknown_model", "empty_file", "not_an_image", "svg_image", "damaged_image", "too_many_pixels", "animated_image",
    "blank_image", "no_digit", "body_too_large", "unsupported_body", "invalid_body", "invalid_json", "missing_file",
    "bad_pixels",
)  # fmt: skip
CODE_PROBLEMS = documented(
    "unknown_model",
    "wrong_dimensions",
    "not_finite",
    "out_of_range",
    "invalid_request",
    "invalid_json",
    "body_too_large",
)


@router.post("/encode", response_model=schemas.EncodingOut, openapi_extra=ENCODE_BODY, responses=UPLOAD_PROBLEMS)
async def encode(model: ChosenModel, digit: Digit, app: AppServices) -> schemas.EncodingOut:
    """What a digit becomes: μ and σ, its reconstruction, the terms of its loss, and how typical a digit it is."""
    return await app.inference.run(encoding, model, app.registry.judge, digit)


def encoding(model: Model, judge: JudgeCodec | None, digit: Normalised) -> schemas.EncodingOut:
    """All figures of one digit. A blank image is refused: likelihood rates it the best digit of all."""
    image = digit.pixels.reshape(1, -1)  # (1, 784)
    if not image.any():
        raise Problem("blank_image")
    codec = model.codec
    mu, sigma = codec.encode(image)
    rebuilt, terms = codec.decode(mu), codec.terms(image, (mu, sigma))
    error = float(relative_error(image, rebuilt)[0])
    rank = percentile(error, model.errors)
    return schemas.EncodingOut(
        mu=mu[0].tolist(),
        sigma=None if sigma is None else sigma[0].tolist(),
        kl_per_dim=None if sigma is None else codec.kl_per_dim(mu, sigma)[0].tolist(),
        terms=schemas.TermsOut(
            reconstruction=float(terms.reconstruction[0]),
            kl=None if terms.kl is None else float(terms.kl[0]),
            negative_elbo=None if terms.negative_elbo is None else float(terms.negative_elbo[0]),
            draws=1 if sigma is None else TERM_DRAWS,
        ),
        reconstruction=_rows(rebuilt)[0],
        input=_rows(image)[0],
        steps=[schemas.StepOut(name=step.name, note=step.note) for step in digit.steps],
        judge=None if judge is None else _judgement(judge, image),
        typicality=schemas.TypicalityOut(
            relative_error=error,
            percentile=rank,
            nearest=nearest(image[0], sample_pixels(), NEAREST),
        ),
        warnings=[*digit.warnings, *(["unlike_digits"] if rank >= UNLIKE else [])],
    )


def _judgement(judge: JudgeCodec, image: NDArray[np.float32]) -> schemas.JudgementOut:
    probabilities = judge.probabilities(image)[0]
    return schemas.JudgementOut(label=int(probabilities.argmax()), probabilities=probabilities.tolist())


@router.post("/sample", response_model=schemas.SamplesOut, responses=CODE_PROBLEMS | documented("bad_sigma"))
async def sample(model: ChosenModel, wanted: schemas.SampleIn, app: AppServices) -> Response:
    """Draw codes around μ, or from the prior, and decode them. The same seed gives the same draws in every model."""
    z = drawn_codes(wanted, model.codec.latent_dim, app.settings.max_codes)
    images = await app.inference.decode(model, z)
    return Response(await run_in_threadpool(_json, images, z), media_type=JSON)


def drawn_codes(wanted: schemas.SampleIn, latent_dim: int, limit: int) -> NDArray[np.float32]:
    """The codes (n, d) that a request asks for. Problem where μ, σ or n can't be."""
    if wanted.n > limit:
        raise Problem("out_of_range", low=1, high=limit)
    prior = wanted.mu is None
    mu = parse_codes([[0.0] * latent_dim if wanted.mu is None else wanted.mu], latent_dim, 1)[0]
    spread = [float(prior)] * latent_dim if wanted.sigma is None else wanted.sigma
    sigma = parse_codes([spread], latent_dim, 1)[0]
    if (sigma < 0).any():
        raise Problem("bad_sigma")
    return draw(mu, sigma, wanted.n, wanted.temperature, wanted.seed)


@router.post(
    "/decode",
    response_model=schemas.ImagesOut,
    responses=CODE_PROBLEMS | documented("not_acceptable") | answers(PNG, BYTES),
)
async def decode(request: Request, model: ChosenModel, codes: schemas.CodesIn, app: AppServices) -> Response:
    """Decode codes. By Accept: JSON, a PNG strip, or n×28×28 bytes."""
    kind = negotiate(request.headers.get("accept"), (JSON, PNG, BYTES))
    z = parse_codes(codes.z, model.codec.latent_dim, app.settings.max_codes)
    images = await app.inference.decode(model, z)
    if kind == PNG:
        return Response(png(mosaic(images, columns=len(images))), media_type=PNG)
    if kind == BYTES:
        return Response(images.tobytes(), media_type=BYTES)
    return Response(await run_in_threadpool(_json, images), media_type=JSON)


def _json(images: NDArray[np.uint8], z: NDArray[np.float32] | None = None) -> str:
    """ImagesOut, or SamplesOut where there are codes, written image by image: a thread that others can interleave."""
    codes = "" if z is None else f'"z": {json.dumps(z.tolist())}, '
    return f'{{{codes}"images": [{", ".join(json.dumps(_rows(image / 255)[0]) for image in images)}]}}'


def _rows(images: NDArray[np.floating]) -> list[list[list[float]]]:
    """Images (n, 784) or (n, 28, 28) as nested lists, to four decimals: finer than a grey level."""
    rows: list[list[list[float]]] = np.round(images.astype(np.float64), 4).reshape(-1, IMAGE_SIZE, IMAGE_SIZE).tolist()
    return rows
