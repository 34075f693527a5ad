"""Parse a request body: a picture, sent now or before, with knobs; pixels; a drawing; or a digit of the sample."""

import json
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, NamedTuple, TypeVar

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
from latent_explorer.app.images.fitted import fitted
from latent_explorer.app.images.strokes import MAX_POINTS, PEN, POINT
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.model.config import ImageSet
from latent_explorer.model.registry import LoadedSet

Fields = TypeVar("Fields", bound=BaseModel)


class Given(NamedTuple):
    """What a body gives: `read` makes an image of a set of it, which takes up to a second where it is `slow`."""

    read: Callable[[LoadedSet], DigitInput]
    slow: bool = False


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
        name, knobs = parse_upload(fields)
        return _of_picture(partial(from_file, data, name, knobs, app.pictures), partial(fitted, data, knobs))
    raise Problem("unsupported_body")


GivenDigit = Annotated[Given, Depends(read_body)]


def parse_json(body: bytes, pictures: Pictures) -> Given:
    """The digit in a JSON body. Raises Problem invalid_json, or that of its `picture`, `drawing` or `pixels`."""
    given = parse_object(body)
    if "picture" in given:
        name = str(given.pop("picture"))
        return _of_picture(partial(from_picture, pictures.find(name), name, parse_knobs(given), pictures))
    if "drawing" in given:
        return _of_picture(partial(from_strokes, parse_drawing(given["drawing"])))
    if "sample" in given:
        return Given(partial(_of_sample, _parse(schemas.SampleDigitIn, given).sample))
    return Given(partial(parse_pixels, given.get("pixels")))


def _of_picture(read: Callable[[], DigitInput], fit: Callable[[ImageSet], DigitInput] | None = None) -> Given:
    """A picture or drawing: read as ink by `read`, or for a set of other images fitted into its square by `fit`.

    Without `fit`, such a set raises Problem no_drawing.
    """

    def of(image_set: LoadedSet) -> DigitInput:
        if image_set.images.ink:
            return read()
        if fit is None:
            raise Problem("no_drawing")
        return fit(image_set.images)

    return Given(of, slow=True)


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


def parse_pixels(rows: Any, image_set: LoadedSet) -> DigitInput:
    """Numbers in 0..1, nested as the set's shape, as an image. Raises Problem bad_pixels or bad_colour_pixels."""
    images = image_set.images
    if not (_is_nested(rows, images.shape) and _within(np.ravel(rows), 0, 1)):
        raise Problem("bad_pixels" if images.channels == 1 else "bad_colour_pixels", side=images.side)
    return DigitInput(np.array(rows, np.float32))


def _of_sample(index: int, image_set: LoadedSet) -> DigitInput:
    """An image of the set's sample. Raises Problem out_of_range."""
    sample = image_set.sample
    if index >= len(sample):
        raise Problem("out_of_range", low=0, high=len(sample) - 1)
    return DigitInput(np.asarray(sample.pixels[index].reshape(sample.images.shape), np.float32))


def parse_drawing(rows: Any) -> NDArray[np.float32]:
    """Rows of x, y and pen as strokes (n, 3) float32. Raises Problem bad_drawing."""
    if not (
        _is_table(rows, POINT) and 1 <= len(rows) <= MAX_POINTS and _within(np.ravel(rows), -MAX_POINTS, MAX_POINTS)
    ):
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)
    return np.array(rows, np.float32)


def _is_table(rows: Any, columns: int) -> bool:
    """True for rows of `columns` numbers (bools don't count)."""

    def is_row(row: Any) -> bool:
        return isinstance(row, list) and len(row) == columns and all(type(value) in (int, float) for value in row)

    return isinstance(rows, list) and all(map(is_row, rows))


def _is_nested(rows: Any, shape: tuple[int, ...]) -> bool:
    """True for lists of this shape that hold numbers (bools don't count)."""
    if not shape:
        return type(rows) in (int, float)
    return isinstance(rows, list) and len(rows) == shape[0] and all(_is_nested(row, shape[1:]) for row in rows)


def _within(values: NDArray[np.floating], low: float, high: float) -> bool:
    """True if every number is in low..high (NaN is not)."""
    return bool(((low <= values) & (values <= high)).all())
