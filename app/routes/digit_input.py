"""The digit that a request brings: as a picture, with knobs to turn, as pixels, or as a drawing."""

import base64
import json
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

import numpy as np
from fastapi import Depends, Request
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from latent_explorer.app import schemas
from latent_explorer.app.dependencies import AppServices, Client, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.http.multipart import MAX_FIELDS, read_form
from latent_explorer.app.images.decode import Knobs, Normalised, png, read_grey
from latent_explorer.app.images.normalise import Grey, Step, attempted, normalise_grey
from latent_explorer.app.images.strokes import MAX_POINTS, PEN, POINT, normalise_strokes
from latent_explorer.model.config import IMAGE_SIZE

Fields = TypeVar("Fields", bound=BaseModel)


@dataclass(frozen=True)
class Given:
    """A digit (28, 28) float32 in 0..1, and how it came about: of pixels or a drawing there is little to say."""

    pixels: Grey
    warnings: tuple[str, ...] = ()
    picture: str | None = None
    steps: list[schemas.StepOut] = field(default_factory=list)
    digits: list[schemas.CandidateOut] = field(default_factory=list)
    chosen: int = 0


async def read_digit(request: Request, app: AppServices, client: Client) -> Given:
    """The digit in a request's body: multipart `file` with knobs as fields, or JSON `pixels`, `drawing` or `picture`.

    Problems as they are met: of the body, of the file, of the picture, of the knobs.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return await _from_json(await request.body(), request, app, client)
    if kind == "multipart/form-data":
        data, fields = await read_form(request)
        name, knobs = parse_upload(fields)
        grey = await cancel_on_disconnect(request, app.inference.read(client, read_grey, data))
        return await _from_picture(grey, app.pictures.keep(grey, name), knobs, request, app, client)
    raise Problem("unsupported_body")


Digit = Annotated[Given, Depends(read_digit)]


async def _from_json(body: bytes, request: Request, app: Services, client: Client) -> Given:
    given = parse_object(body)
    if "picture" in given:
        name = given.pop("picture")
        return await _from_picture(app.pictures.find(str(name)), name, parse_knobs(given), request, app, client)
    if "drawing" in given:
        strokes = parse_drawing(given["drawing"])
        drawn = await cancel_on_disconnect(request, app.inference.read(client, normalise_strokes, strokes))
        return Given(drawn.pixels, drawn.warnings)
    return Given(parse_pixels(given.get("pixels")))


async def _from_picture(
    grey: Grey, name: str | None, knobs: Knobs, request: Request, app: Services, client: Client
) -> Given:
    return await cancel_on_disconnect(request, app.inference.read(client, _normalised, grey, knobs, name))


def _normalised(grey: Grey, knobs: Knobs, name: str | None) -> Given:
    try:
        found = normalise_grey(grey, knobs)
    except Problem as problem:
        steps = [step.model_dump() for step in _steps(attempted(grey, knobs))]
        problem.details = {"picture": name, "steps": steps}
        raise
    return Given(found.pixels, found.warnings, name, _steps(found.steps), _digits(found), found.chosen)


def _steps(steps: tuple[Step, ...]) -> list[schemas.StepOut]:
    return [
        schemas.StepOut(
            name=step.name, note=step.note, picture=None if step.picture is None else _address(step.picture)
        )
        for step in steps
    ]


def _digits(found: Normalised) -> list[schemas.CandidateOut]:
    return [
        schemas.CandidateOut(box=(one.left, one.top, one.width, one.height), picture=_address(one.thumbnail))
        for one in found.digits
    ]


def _address(picture: NDArray[np.uint8]) -> str:
    """A small picture as an address that holds it: one answer brings all of them."""
    return f"data:image/png;base64,{base64.b64encode(png(picture)).decode()}"


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
