"""A request's body as the digit that it gives: a picture, with knobs to turn, or pixels, or a drawing."""

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
from latent_explorer.app.images.digit_input import DigitInput, from_file, from_grey, from_strokes
from latent_explorer.app.images.strokes import MAX_POINTS, PEN, POINT
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.model.config import IMAGE_SIZE

Fields = TypeVar("Fields", bound=BaseModel)
# Pixels are a digit; what else is given has to be read first, which takes up to a second.
Given = DigitInput | Callable[[], DigitInput]


async def read_body(request: Request, app: AppServices) -> Given:
    """The digit in a request's body: multipart `file` with knobs as fields, or JSON `pixels`, `drawing` or `picture`.

    Problems of the body, here; those of the file, the picture or the drawing come as it is read.
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
    """The digit in a JSON body. Problem invalid_json, or of the one field that it has."""
    given = parse_object(body)
    if "picture" in given:
        name = given.pop("picture")
        return partial(from_grey, pictures.find(str(name)), name, parse_knobs(given))
    if "drawing" in given:
        return partial(from_strokes, parse_drawing(given["drawing"]))
    return DigitInput(parse_pixels(given.get("pixels")))


def parse_object(body: bytes) -> dict[str, Any]:
    """A JSON body; what is no object has no fields. Problem invalid_json."""
    try:
        parsed: Any = json.loads(body)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or numbers of absurd length
        raise Problem("invalid_json") from error
    return parsed if isinstance(parsed, dict) else {}


def parse_upload(fields: dict[str, Any]) -> tuple[str | None, Knobs]:
    """The name that a picture has already, if it has one, and its knobs. Problem invalid_request or bad_knob."""
    given = _parse(schemas.UploadIn, fields)
    return given.picture, Knobs(**given.model_dump(exclude={"picture"}))


def parse_knobs(fields: dict[str, Any]) -> Knobs:
    """Knobs by name, as JSON has them. Problem invalid_request or bad_knob."""
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
    """Rows as pixels (28, 28) float32. Problem bad_pixels."""
    if not (_is_table(rows, IMAGE_SIZE) and len(rows) == IMAGE_SIZE and _lie(rows, 0, 1)):
        raise Problem("bad_pixels")
    return np.array(rows, np.float32)


def parse_drawing(rows: Any) -> NDArray[np.float32]:
    """Rows as strokes (n, 3) float32. Problem bad_drawing."""
    if not (_is_table(rows, POINT) and 1 <= len(rows) <= MAX_POINTS and _lie(rows, -MAX_POINTS, MAX_POINTS)):
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)
    return np.array(rows, np.float32)


def _is_table(rows: Any, columns: int) -> bool:
    """Whether these are lists of so many numbers; true and false are none."""

    def is_row(row: Any) -> bool:
        return isinstance(row, list) and len(row) == columns and all(type(value) in (int, float) for value in row)

    return isinstance(rows, list) and all(map(is_row, rows))


def _lie(rows: list[list[float]], low: float, high: float) -> bool:
    """Whether all numbers do; NaN does not."""
    return all(low <= value <= high for row in rows for value in row)
