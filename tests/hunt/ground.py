"""The API's description narrowed to what exists, so that made-up requests get beyond 404: one model and its places."""

import copy
import io
from typing import Any

from PIL import Image

from latent_explorer.app.dependencies import MAX_CODE

Schema = dict[str, Any]

ZOOMED = {"z": (0, 15), "x": (-1, 3), "y": (-1, 3)}  # a little further than there are tiles
MANY = 6  # codes; what more would cost, the limits' own tests say
LINE, EMPTY = [0.0] * 12 + [1.0] * 4 + [0.0] * 12, [0.0] * 28


def narrowed(openapi: Schema, model: Schema, judge: Schema) -> Schema:
    """The description (as `app.openapi()` has it) of one model (as `GET /api/models` has it), and of the judge."""
    told = copy.deepcopy(openapi)
    dims = model["latent_dim"]
    for path, methods in told["paths"].items():
        of = judge if "/judge/" in path else model
        known = {"model_id": [model["id"]], "set_id": [model["images"]["id"]], "revision": [of["revision"]]}
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _of_parameter(parameter, known, dims)
            _narrow_digit(operation.get("requestBody", {}).get("content", {}).get("application/json", {}))
    _narrow_codes(told["components"]["schemas"], dims)
    return told


def _of_parameter(parameter: Schema, known: dict[str, list[str]], dims: int) -> Schema:
    name, schema = parameter["name"], parameter["schema"]
    if name in known:
        return {"enum": known[name]}
    if name == "model":  # of several
        return {"type": "array", "minItems": 1, "maxItems": 1, "items": {"enum": known["model_id"]}}
    if name in ZOOMED:
        low, high = ZOOMED[name]
        return {"type": "integer", "minimum": low, "maximum": high}
    if name in {"at", "through"}:
        return {"type": "string", "pattern": rf"^-?[0-9]{{1,2}}(,-?[0-9]\.[0-9]{{1,3}}){{{dims - 1}}}$"}
    found: Schema = schema
    return found


def _narrow_codes(schemas: Schema, dims: int) -> None:
    number = {"type": "number", "minimum": -MAX_CODE, "maximum": MAX_CODE}
    code = {"type": "array", "minItems": dims, "maxItems": dims, "items": number}
    for name in ("CodesIn", "PathIn"):
        schemas[name]["properties"]["z"] |= {"minItems": 1, "maxItems": MANY, "items": code}
    sample = schemas["SampleIn"]["properties"]
    sample["n"]["maximum"] = MANY
    for name in ("mu", "sigma"):
        sample[name]["anyOf"] = [code, {"type": "null"}]


def _narrow_digit(body: Schema) -> None:
    """Pixels of lines that are drawn already: 784 free numbers are more than a generator has room for."""
    for schema in body.get("schema", {}).get("anyOf", []):
        if "pixels" in schema["properties"]:
            rows = {"type": "array", "minItems": 28, "maxItems": 28, "items": {"enum": [LINE, EMPTY]}}
            schema["properties"]["pixels"] = rows
        if "drawing" in schema["properties"]:
            number = {"type": "number", "minimum": -1, "maximum": 3}  # now and then a pen of its width
            point = {"type": "array", "minItems": 3, "maxItems": 3, "items": number}
            schema["properties"]["drawing"] |= {"minItems": 1, "maxItems": MANY, "items": point}


def pictures() -> list[bytes]:
    """Small files to upload: a digit in several formats, one cut short, and a blank page."""
    digit = Image.new("L", (90, 90), 240)
    digit.paste(20, (40, 15, 50, 75))
    files = [_saved(digit, kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")]
    return [*files, files[1][: len(files[1]) // 2], _saved(Image.new("L", (40, 40), 255), "PNG")]


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()
