"""Parse a request body: a picture, sent now or before, with knobs; pixels; a drawing; or a digit of the sample."""

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

import numpy as np
from fastapi import Depends, Request
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from latent_explorer.app import schemas
from latent_explorer.app.dependencies import AppServices
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.multipart import MAX_FIELDS, read_form
from latent_explorer.app.images.decode import Knobs
from latent_explorer.app.images.digit_input import DigitInput, from_file, from_picture, from_strokes
from latent_explorer.app.images.strokes import MAX_POINTS, PEN, POINT
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.model.config import IMAGE_SIZE
from latent_explorer.model.datasets.sample import sample_pixels

Fields = TypeVar("Fields", bound=BaseModel)
# Pixels are a digit already; a picture or a drawing has to be read first, which takes up to a second.
Given = DigitInput | Callable[[], DigitInput]


async def read_body(request: Request, app: AppServices) -> Given:
    """The digit in a request body: multipart `file` with knobs as fields, or JSON.

    JSON gives `pixels`, a `drawing`, the name of a `picture`, or the index of a digit of the `sample`. Raises a Problem
    if the body is malformed or its `picture` is not kept; those of the image's content come when it is read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return parse_json(await request.body(), app.pictures)
    if kind == "multipart/form-data":
        data, fields = await read_form(request)
        return partial(from_file, data, *parse_upload(fields), app.pictures)
    raise Problem("unsupported_body")


GivenDigit = Annotated[Given, Depends(read_body)]


def parse_json(body: bytes, pictures: Pictures) -> Given:
    """The digit in a JSON body. Raises Problem invalid_json, or that of its `picture`, `drawing` or `pixels`."""
    given = parse_object(body)
    if "picture" in given:
        name = str(given.pop("picture"))
        return partial(from_picture, pictures.find(name), name, parse_knobs(given), pictures)
    if "drawing" in given:
        return partial(from_strokes, parse_drawing(given["drawing"]))
    if "sample" in given:
        return DigitInput(_pixels_of(_parse(schemas.SampleDigitIn, given).sample))
    return DigitInput(parse_pixels(given.get("pixels")))


def parse_object(body: bytes) -> dict[str, Any]:
    """The fields of a JSON body; none if it is not an object. Raises Problem invalid_json."""
    try:
        parsed: Any = json.loads(body)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or numbers of absurd length
        raise Problem("invalid_json") from error
    return parsed if isinstance(parsed, dict) else {}


def parse_upload(fields: dict[str, Any]) -> tuple[str | None, Knobs]:
    """The picture's existing name, if any, and its knobs. Raises Problem invalid_request, bad_knob or bad_crop."""
    given = _parse(schemas.UploadIn, fields)
    return given.picture, Knobs(**given.model_dump(exclude={"picture"}))


def parse_knobs(fields: dict[str, Any]) -> Knobs:
    """Knobs from JSON fields. Raises Problem invalid_request, bad_knob or bad_crop."""
    return Knobs(**_parse(schemas.KnobsIn, fields).model_dump())


def _parse(schema: type[Fields], fields: dict[str, Any]) -> Fields:
    if len(fields) > MAX_FIELDS:
        raise Problem("invalid_request", field="body")
    try:
        return schema.model_validate(fields)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Problem("invalid_request", field=field) from error


def parse_pixels(rows: Any) -> NDArray[np.float32]:
    """28 rows of 28 numbers in 0..1 as pixels (28, 28) float32. Raises Problem bad_pixels."""
    if not (_is_table(rows, IMAGE_SIZE) and len(rows) == IMAGE_SIZE and _within(rows, 0, 1)):
        raise Problem("bad_pixels")
    return np.array(rows, np.float32)


def _pixels_of(index: int) -> NDArray[np.float32]:
    """A digit of the sample, 28×28."""
    return np.asarray(sample_pixels()[index].reshape(IMAGE_SIZE, IMAGE_SIZE), np.float32)


def parse_drawing(rows: Any) -> NDArray[np.float32]:
    """Rows of x, y and pen as strokes (n, 3) float32. Raises Problem bad_drawing."""
    if not (_is_table(rows, POINT) and 1 <= len(rows) <= MAX_POINTS and _within(rows, -MAX_POINTS, MAX_POINTS)):
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)
    return np.array(rows, np.float32)


def _is_table(rows: Any, columns: int) -> bool:
    """True for rows of `columns` numbers (bools don't count)."""

    def is_row(row: Any) -> bool:
        return isinstance(row, list) and len(row) == columns and all(type(value) in (int, float) for value in row)

    return isinstance(rows, list) and all(map(is_row, rows))


def _within(rows: list[list[float]], low: float, high: float) -> bool:
    """True if every number is in low..high (NaN is not)."""
    return all(low <= value <= high for row in rows for value in row)
