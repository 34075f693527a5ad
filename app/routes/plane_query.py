"""The plane of latent space that a query names: two axes, or two directions."""

from typing import Annotated

import numpy as np
from fastapi import Depends, Query

from latent_explorer.app.dependencies import ChosenModel
from latent_explorer.app.errors import Problem
from latent_explorer.model.arrays import Doubles
from latent_explorer.model.explore.plane import Plane, along_axes, plane_of
from latent_explorer.model.registry import Model

SLACK = 1e-3  # directions may be rounded
REFUSALS = ("bad_plane",)
FIRST_AXES = (0, 1)


async def _chosen_plane(
    model: ChosenModel,
    plane: Annotated[
        str,
        Query(
            description="Two axes, as 3,5, or the numbers of two orthonormal directions, one after the other; without"
            " it the first two axes, which are the widest. A latent space of two dimensions has one plane."
        ),
    ] = "",
) -> Plane:
    """Raises Problem bad_plane."""
    dims = model.codec.latent_dim
    directions = _directions(plane, dims)
    if directions is None or (dims == 2 and not np.array_equal(directions, np.eye(2))):
        raise Problem("bad_plane", last=dims - 1, numbers=2 * dims)
    return _plane(model, directions)


def _plane(model: Model, directions: Doubles) -> Plane:
    if np.array_equal(directions, along_axes(FIRST_AXES, directions.shape[1])):
        return Plane(directions, model.extent, model.sd[:2])
    return plane_of(model.mu, directions)


def _directions(text: str, dims: int) -> Doubles | None:
    """Orthonormal directions (2, d); None where the text names none."""
    try:
        numbers = np.array([float(part) for part in text.split(",")]) if text else np.array(FIRST_AXES, float)
    except ValueError:
        return None
    if len(numbers) == 2:
        return _two_axes(numbers, dims)
    if len(numbers) != 2 * dims or not (np.abs(numbers) <= 1 + SLACK).all():  # NaN fails this too
        return None
    directions = numbers.reshape(2, dims)
    return directions if np.abs(directions @ directions.T - np.eye(2)).max() <= SLACK else None


def _two_axes(numbers: Doubles, dims: int) -> Doubles | None:
    if not np.isin(numbers, np.arange(dims)).all() or numbers[0] == numbers[1]:
        return None
    return along_axes((int(numbers[0]), int(numbers[1])), dims)


ChosenPlane = Annotated[Plane, Depends(_chosen_plane)]
