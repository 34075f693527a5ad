"""−log p(x) of a VAE of one to three dimensions by quadrature over its latent space: no posterior is approximated.

On a lattice of spacing h the integral of p(x|z) p(z) is hᵈ times the sum over its points. For a smooth function that
falls to 0 on all sides the error falls faster than any power of h. Source: Trefethen & Weideman 2014, "The
exponentially convergent trapezoidal rule". Space is cut into tiles of 64 points. Each tile is halved along each axis
as long as it holds something of an image's integral that counts; what holds nothing keeps its last, negligible, share.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec

DIMENSIONS = (1, 2, 3)
POINTS = {1: 64, 2: 8, 3: 4}  # of a tile, on each axis
SIDE = 0.64  # of the largest tiles, latent units
REACH = 6.4  # at least, from the origin on each axis: beyond it lie 3e-10 of the prior
# Nats below the best of an image that a tile may hold and still be halved, at each level, and from then on.
MARGINS = (60.0, 40.0, 25.0, 16.0)
TOLERANCE = 0.002  # nats
LEVELS = 8  # at most: a spacing of 0.3 thousandths in two dimensions
PAIRS = 8_000_000  # of tiles and images at a time: half a gigabyte

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Quadrature:
    """−log p(x) of each image, nats, (n,), and by how much their mean is off.

    `error` is the larger of an image's last two changes as the spacing was halved, averaged over images. The changes
    fall by far more than half from one to the next, so that all further ones together are less than it. What no lattice
    tells is a peak that all of them missed, narrower than about 0.003 latent units and not at the image's own code.
    """

    nll: Doubles
    error: float


@dataclass(frozen=True)
class Shares:
    """Tiles of one level with the images that have something in them: a row for each pair.

    `tile` (k, d) counts tiles from the origin, `image` (k,) images; `mass` (k,) is the logarithm of the tile's share of
    the image's integral, and `best` (k,) of the largest p(x, z) in it.
    """

    tile: Whole
    image: Whole
    mass: Doubles
    best: Doubles


def exact_nll(codec: Codec, images: Array, mu: Array, progress: Callable[[int, int], None]) -> Quadrature:
    """Integrate out z for images (n, p), whose codes mu (n, d) tell where most of each integral lies.

    `progress(done, total)` counts images. Raises ValueError for more than three dimensions.
    """
    if codec.latent_dim not in DIMENSIONS:
        raise ValueError(f"quadrature is for {DIMENSIONS[0]} to {DIMENSIONS[-1]} dimensions, not {codec.latent_dim}")
    count = max(1, PAIRS // (2 * math.ceil(REACH / SIDE)) ** codec.latent_dim)
    parts = []
    for start in range(0, len(images), count):
        progress(start, len(images))
        parts.append(_integrated(codec, images[start : start + count], mu[start : start + count]))
    progress(len(images), len(images))
    nll, error = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Quadrature(nll, float(error.mean()))


def _integrated(codec: Codec, images: Array, mu: Array) -> tuple[Doubles, Doubles]:
    """−log p(x) of images (n, p), nats, (n,), and the larger of its last two changes, (n,)."""
    shares = _measured(codec, images, *_first(mu), SIDE)
    settled = np.full(len(images), -np.inf)  # (n,), log of what was left behind
    change, error = np.full((2, len(images)), np.inf)  # (n,) each
    nll = -_gathered(shares.mass, shares.image, settled)  # (n,)
    for level in range(1, LEVELS + 1):
        side = SIDE / 2**level
        changing = error > TOLERANCE
        kept = changing[shares.image] & _alive(shares, mu, 2 * side, MARGINS[min(level, len(MARGINS)) - 1])
        settled = _gathered(shares.mass[~kept], shares.image[~kept], settled)
        shares = _measured(codec, images, *_halved(shares, kept), side)
        before, nll = nll, -_gathered(shares.mass, shares.image, settled)
        latest = np.where(changing, np.abs(nll - before), 0)
        error, change = np.where(changing, np.maximum(latest, change), error), np.where(changing, latest, change)
        if (error <= TOLERANCE).all():
            break
    return nll, np.where(np.isfinite(error), error, change)


def _first(mu: Array) -> tuple[Whole, Whole]:
    """The tiles (k, d) that the prior reaches, each with every image, and those around codes beyond: images (k,)."""
    count, dims = mu.shape
    reach = math.ceil(REACH / SIDE)
    tiles = np.array(list(itertools.product(range(-reach, reach), repeat=dims)))  # (t, d)
    around = np.array(list(itertools.product((-1, 0, 1), repeat=dims)))  # (3ᵈ, d)
    far = (np.floor(mu / SIDE).astype(np.int64)[:, None] + around).reshape(-1, dims)  # (n · 3ᵈ, d)
    beyond = ((far < -reach) | (far >= reach)).any(axis=1)
    tile = np.concatenate([np.repeat(tiles, count, axis=0), far[beyond]])
    image = np.concatenate([np.tile(np.arange(count), len(tiles)), np.repeat(np.arange(count), len(around))[beyond]])
    order = np.lexsort(tile.T[::-1])
    return tile[order], image[order]


def _measured(codec: Codec, images: Array, tile: Whole, image: Whole, side: float) -> Shares:
    """Evaluate p(x, z) on the points of each tile (k, d) for its images (k,); rows of one tile stand together."""
    mass, best = np.empty((2, len(tile)))  # (k,)
    starts = np.flatnonzero(np.r_[True, (np.diff(tile, axis=0) != 0).any(axis=1)])
    for start, end in itertools.pairwise([*starts, len(tile)]):
        table = codec.log_joint(_points(tile[start], side), images[image[start:end]])  # (m, k')
        best[start:end] = table.max(axis=0)
        mass[start:end] = best[start:end] + np.log(np.exp(table - best[start:end]).sum(axis=0))
    spacing = side / POINTS[tile.shape[1]]
    return Shares(tile, image, mass + tile.shape[1] * np.log(spacing), best)


def _points(tile: Whole, side: float) -> Array:
    """The centres of a tile's (d,) cells: (m, d). Over all tiles they are one lattice."""
    count = POINTS[len(tile)]
    along = (np.arange(count) + 0.5) / count  # (count,)
    places = np.stack(np.meshgrid(*[along] * len(tile), indexing="ij"), axis=-1).reshape(-1, len(tile))  # (m, d)
    return (side * (tile + places)).astype(np.float32)


def _gathered(mass: Doubles, image: Whole, settled: Doubles) -> Doubles:
    """Add exp(mass) (k,) to each image's exp(settled) (n,), as logarithms."""
    largest = settled.copy()
    np.maximum.at(largest, image, mass)
    floor = np.where(np.isfinite(largest), largest, 0)
    parts = np.bincount(image, np.exp(mass - floor[image]), minlength=len(settled))
    with np.errstate(divide="ignore"):  # of an image of which nothing is left behind yet
        total: Doubles = floor + np.log(parts + np.exp(settled - floor))
    return total


def _alive(shares: Shares, mu: Array, side: float, margin: float) -> NDArray[np.bool_]:
    """Which pairs (k,) to look at more closely: near an image's best, or in or beside the tile of its own code."""
    best = np.full(len(mu), -np.inf)
    np.maximum.at(best, shares.image, shares.best)
    own = np.floor(mu / side).astype(np.int64)[shares.image]  # (k, d)
    found: NDArray[np.bool_] = (shares.best >= best[shares.image] - margin) | (np.abs(shares.tile - own) <= 1).all(
        axis=1
    )
    return found


def _halved(shares: Shares, kept: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """The 2ᵈ parts of the tiles kept, with their images, ordered by tile: (k', d), (k',)."""
    corners = np.array(list(itertools.product((0, 1), repeat=shares.tile.shape[1])))  # (2ᵈ, d)
    tile = (2 * shares.tile[kept][None] + corners[:, None]).reshape(-1, shares.tile.shape[1])
    return tile, np.tile(shares.image[kept], len(corners))
