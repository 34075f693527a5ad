"""The ways in which images may go into a foreign encoder."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import Axes, Conventions, ImageSet, Pixels
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.foreign.pixels import check_fit, shapes_of

INTO = ("input", "axes", "inverted", "transposed")  # fields of how pixels go in
Scale = tuple[tuple[float, ...], tuple[float, ...]]  # mean and standard deviation, one number or one for each channel
UNIT: Scale = ((0.0,), (1.0,))
# Of photographs, red, green and blue: what torchvision's models are trained with, and much else after their example.
PHOTOGRAPHS: Scale = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def ways_in(halves: Halves, images: Array, of: ImageSet, fixed: Mapping[str, Any]) -> list[Conventions]:
    """All ways for images (n, p) in 0..1 of a set, or those that have the `fixed` fields. Raises HalfError for none."""
    found = _with(list(_ways(fixed.get("shape") or shape_of(halves, of), images, of)), fixed)
    check_fit(found[0], of)
    return found


def _with(ways: list[Conventions], fixed: Mapping[str, Any]) -> list[Conventions]:
    """The ways into the encoder that have the fixed fields; a scale of pixels is put in. Raises HalfError for none."""
    scale: dict[str, Any] = {name: tuple(fixed[name]) for name in ("mean", "sd") if name in fixed}
    kept = [way for way in ways if all(getattr(way, name) == fixed[name] for name in INTO if name in fixed)]
    if not kept:
        raise HalfError(f"images of this set can't go in with {listed(fixed)}; leave one of these out")
    return list(dict.fromkeys(replace(way, **scale) for way in kept))


def listed(fixed: Mapping[str, Any]) -> str:
    """Fields and their values, in words."""
    return ", ".join(f"{name}={value}" for name, value in fixed.items())


def shape_of(halves: Halves, of: ImageSet) -> tuple[int, ...]:
    """The shape of one image as the encoder takes it. Raises HalfError where images of the set have no such shape."""
    known = halves.input_shape
    for shape in shapes_of(of):
        if known is None or (
            len(shape) == len(known) and all(a in (None, b) for a, b in zip(known, shape, strict=True))
        ):
            return shape
    takes = "×".join("any" if size is None else str(size) for size in known or ())
    has = f"{of.side}×{of.side}×{of.channels}"
    if known is not None and len(known) == 1 and (known[0] or 0) < of.values:
        raise HalfError(f"the encoder takes {takes} numbers, as a decoder does: are the two files swapped?")
    raise HalfError(
        f"the encoder takes images of {takes} numbers, and those of {of.id} have {has}: give --side, or others"
    )


def _ways(shape: tuple[int, ...], images: Array, of: ImageSet) -> Iterator[Conventions]:
    """All ways into the encoder."""
    inputs: list[tuple[Pixels, Scale]] = [("unit", UNIT), ("symmetric", UNIT), ("standardised", _scale(images, of))]
    if of.channels > 1:
        inputs.append(("standardised", PHOTOGRAPHS))
    every_axes: tuple[Axes, ...] = ("planes", "pixels") if of.channels > 1 and len(shape) == 1 else ("planes",)
    for (input, (mean, sd)), axes, inverted, transposed in product(inputs, every_axes, (False, True), (False, True)):
        own = input == "standardised" and (mean, sd) != PHOTOGRAPHS
        here = tuple(round(1 - value, 4) for value in mean) if own and inverted else mean  # of what the encoder sees
        yield Conventions(
            shape, input, axes=axes, inverted=inverted, transposed=transposed, mean=here, sd=sd, second="none"
        )


def _scale(images: Array, of: ImageSet) -> Scale:
    """Mean and standard deviation of the pixels of each channel."""
    pixels = images.reshape(-1, of.channels).astype(np.float64)
    mean, sd = pixels.mean(axis=0), np.maximum(pixels.std(axis=0), 1e-6)
    return tuple(round(float(v), 4) for v in mean), tuple(round(float(v), 4) for v in sd)
