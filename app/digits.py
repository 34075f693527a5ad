"""The digit that a request brings: as a picture, as pixels, or as a drawing."""

import json
from typing import Annotated, Any

import numpy as np
from fastapi import Depends, Request
from numpy.typing import NDArray
from starlette.datastructures import UploadFile

from app.dependencies import AppServices, Client
from app.errors import Problem
from app.imaging import Normalised, normalise
from app.presence import unless_gone
from app.strokes import MAX_POINTS, PEN, normalise_strokes
from model.config import IMAGE_SIZE

POINT = 3  # numbers a point of a drawing


async def read_digit(request: Request, app: AppServices, client: Client) -> Normalised:
    """The digit in a request's body: multipart `file`, or JSON, as `parse_digit` has it. Problems as it is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return parse_digit(await request.body())
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Problem("missing_file")
            data = await file.read()
        return await unless_gone(request, app.inference.read(client, normalise, data))
    raise Problem("unsupported_body")


Digit = Annotated[Normalised, Depends(read_digit)]


def parse_digit(body: bytes) -> Normalised:
    """A digit in JSON: `{"pixels": 28×28}`, taken as it is, or `{"drawing": n×3}`.

    Problem invalid_json, bad_pixels or bad_drawing.
    """
    try:
        parsed: Any = json.loads(body)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or numbers of absurd length
        raise Problem("invalid_json") from error
    given = parsed if isinstance(parsed, dict) else {}
    if "drawing" in given:
        return normalise_strokes(_drawing(given["drawing"]))
    return Normalised(_pixels(given.get("pixels")), (), ())


def _pixels(rows: Any) -> NDArray[np.float32]:
    """Rows as pixels (28, 28) float32. Problem bad_pixels."""
    if not (_is_table(rows, IMAGE_SIZE) and len(rows) == IMAGE_SIZE and all(0 <= v <= 1 for row in rows for v in row)):
        raise Problem("bad_pixels")
    return np.array(rows, np.float32)


def _drawing(rows: Any) -> NDArray[np.float32]:
    """Rows as strokes (n, 3) float32. Problem bad_drawing."""
    if not (
        _is_table(rows, POINT)
        and 1 <= len(rows) <= MAX_POINTS
        and all(abs(v) <= MAX_POINTS for row in rows for v in row)
    ):
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)
    return np.array(rows, np.float32)


def _is_table(rows: Any, columns: int) -> bool:
    """Whether these are lists of so many numbers; true and false are none."""

    def is_row(row: Any) -> bool:
        return isinstance(row, list) and len(row) == columns and all(type(value) in (int, float) for value in row)

    return isinstance(rows, list) and all(map(is_row, rows))
