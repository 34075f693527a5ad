"""−log p(x) of a VAE of one to three dimensions by quadrature over its latent space: no posterior is approximated.

On a lattice of spacing h the integral of p(x|z) p(z) is hᵈ times the sum over its points. For a smooth function that
falls to 0 on all sides the error falls faster than any power of h. Source: Trefethen & Weideman 2014, "The
exponentially convergent trapezoidal rule". Space is cut into tiles of 64 points. Each tile is halved along each axis
as long as it holds something of an image's integral that counts; what holds nothing keeps its last, negligible, share.
"""

import itertools
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
MARGINS = (
    60.0,
    40.0,
    25.0,
    16.0,
)  # nats below the best of an image that a tile may hold, at each level, and from then on
TOLERANCE = 0.002  # nats
LEVELS = 8  # at most: a spacing of 0.6 thousandths in two dimensions

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Quadrature:
    """−log p(x) of each image, nats, (n,), and by how much their mean is off at most.

    `error` is by how much the last halving of the spacing changed the images' values on average. The changes fall by
    far more than half from one to the next, so that all further ones together are less than it; what lattices can't
    tell, a peak that all of them missed, would make the values too high, never too low.
    """

    nll: Doubles
    error: float
    spacing: float


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

    `progress(done, total)` counts halvings. Raises ValueError for more than three dimensions.
    """
    if codec.latent_dim not in DIMENSIONS:
        raise ValueError(f"quadrature is for {DIMENSIONS[0]} to {DIMENSIONS[-1]} dimensions, not {codec.latent_dim}")
    progress(0, LEVELS)
    shares = _measured(codec, images, *_first(mu, len(images)), SIDE)
    settled = np.full(len(images), -np.inf)  # (n,), log of what was left behind
    change, changing = np.zeros(len(images)), np.ones(len(images), np.bool_)  # (n,) each
    nll = -_total(shares, settled)  # (n,)
    for level in range(1, LEVELS + 1):
        side = SIDE / 2**level
        kept = changing[shares.image] & _alive(shares, mu, 2 * side, MARGINS[min(level, len(MARGINS)) - 1])
        settled = _gathered(shares.mass[~kept], shares.image[~kept], settled)
        shares = _measured(codec, images, *_halved(shares, kept), side)
        before, nll = nll, -_total(shares, settled)
        change = np.where(changing, np.abs(nll - before), change)
        changing = change > TOLERANCE
        progress(level, LEVELS)
        if not changing.any():
            break
    progress(LEVELS, LEVELS)
    return Quadrature(nll, float(change.mean()), side / POINTS[mu.shape[1]])


def _first(mu: Array, count: int) -> tuple[Whole, Whole]:
    """All tiles (k, d) that the prior or a code reaches, each with every image (k,)."""
    reach = int(np.ceil(max(REACH, 1.1 * float(np.abs(mu).max())) / SIDE))
    tiles = np.array(list(itertools.product(range(-reach, reach), repeat=mu.shape[1])))  # (t, d)
    return np.repeat(tiles, count, axis=0), np.tile(np.arange(count), len(tiles))


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


def _total(shares: Shares, settled: Doubles) -> Doubles:
    """The logarithm of each image's integral, (n,): of its tiles, and of what was `settled` before."""
    return _gathered(shares.mass, shares.image, settled)


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
    """Which pairs (k,) to look at more closely: near an image's best, or where its own code lies."""
    best = np.full(len(mu), -np.inf)
    np.maximum.at(best, shares.image, shares.best)
    own = np.floor(mu / side).astype(np.int64)[shares.image]  # (k, d)
    found: NDArray[np.bool_] = (shares.best >= best[shares.image] - margin) | (shares.tile == own).all(axis=1)
    return found


def _halved(shares: Shares, kept: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """The 2ᵈ parts of the tiles kept, with their images, ordered by tile: (k', d), (k',)."""
    corners = np.array(list(itertools.product((0, 1), repeat=shares.tile.shape[1])))  # (2ᵈ, d)
    tile = (2 * shares.tile[kept][None] + corners[:, None]).reshape(-1, shares.tile.shape[1])
    return tile, np.tile(shares.image[kept], len(corners))
