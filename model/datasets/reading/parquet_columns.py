"""Which columns of a parquet file hold the images and the labels, by Hugging Face's metadata, types and names."""

import json
from dataclasses import dataclass
from typing import Any

from latent_explorer.model.datasets.image_data import DataError

_LABELS = ("label", "labels", "class", "target", "y")
_IMAGES = ("image", "img", "images", "picture", "pixels")


@dataclass(frozen=True)
class Columns:
    """Which column holds the images, which the labels, and the names of the classes."""

    image: str
    label: str | None
    names: dict[int, str]
    notes: tuple[str, ...]


def columns_of(schema: Any, labels: str | None, called: str) -> Columns:
    """The columns of a schema of pyarrow; `labels` names that of the labels, or is `none`. Raises DataError if
    several could be."""
    features = _features(schema)
    image = _image_column(schema, features, called)
    label = _label_column(schema, features, labels, image, called)
    told = features.get(label, {}).get("names") if label else None
    names = {i: str(name) for i, name in enumerate(told)} if isinstance(told, list) else {}
    notes = (f"the names of the classes are those of the column {label!r}",) if names else ()
    return Columns(image, label, names, notes)


def _features(schema: Any) -> dict[str, Any]:
    """What Hugging Face's `datasets` wrote about each column; {} in files of other programs."""
    try:
        found = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    return {name: about for name, about in found.items() if isinstance(about, dict)} if isinstance(found, dict) else {}


def _image_column(schema: Any, features: dict[str, Any], called: str) -> str:
    from pyarrow import types

    declared = [
        name for name in schema.names if str(features.get(name, {}).get("_type")) in ("Image", "Array2D", "Array3D")
    ]
    likely = declared or [
        field.name
        for field in schema
        if types.is_struct(field.type) or types.is_binary(field.type) or types.is_large_binary(field.type)
    ]
    likely = likely or [name for name in schema.names if name.lower() in _IMAGES]
    if len(likely) > 1:
        likely = [name for name in likely if name.lower() in _IMAGES] or likely
    if len(likely) != 1:
        what = f"several columns that may be the images ({', '.join(likely)})" if likely else "no column of images"
        raise DataError(f"{called} has {what}; its columns are {', '.join(schema.names)}: call one of them image")
    return str(likely[0])


def _label_column(schema: Any, features: dict[str, Any], wanted: str | None, image: str, called: str) -> str | None:
    others = [name for name in schema.names if name != image]
    if wanted == "none":
        return None
    if wanted is not None:
        if wanted not in others:
            raise DataError(
                f"{called} has no column {wanted!r} of labels; there are {', '.join(others) or 'no others'}"
            )
        return wanted
    likely = [name for name in others if features.get(name, {}).get("_type") == "ClassLabel"]
    likely = likely or [name for name in others if name.lower() in _LABELS]
    if len(likely) > 1:
        raise DataError(
            f"{called} has several columns of labels ({', '.join(likely)}); name one, as --labels {likely[0]}"
        )
    return likely[0] if likely else None
