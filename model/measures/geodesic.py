"""Shortest paths in a plane of latent space, where a step is as long as the change of the decoded image.

A path is first found over a grid, so that it leaves no way around a ridge untried; then its points are moved until the
sum of the squared changes is least, by Gauss–Newton steps on the decoder itself. Sources: Arvanitidis, Hansen & Hauberg
2018, "Latent space oddity", §2, for the metric; Syrota, Moreno-Muñoz & Hauberg 2024, "Decoder ensembling for learned
latent geometries", §3, for the energy of the decoded path.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec

POINTS = 65  # of a path, its ends included: with 33 the steps of rough decoders leap over ridges
CELLS = 192  # of the grid, along a side
BATCH = 256  # codes that are differentiated at once
STEPS = 15  # at most
STILL = 1e-4  # of the energy: a step that saves less is the last
FIRST_DAMPING, FLAT = 1e-3, 1e-9
MOVES = ((1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, 2), (2, -1), (1, -2))  # of a knight too: 16 directions


@dataclass(frozen=True)
class MetricField:
    """JᵀJ at the nodes of a square grid, pixels² per latent unit²: tensors (n, n, 2, 2), by the second axis, the first.

    Node (i, j) is at corner + spacing · (j, i), latent units.
    """

    corner: Doubles
    spacing: float
    tensors: Doubles

    @cached_property
    def graph(self) -> "csr_array[np.float64]":
        """How far each node is from those around it, by the mean metric of both."""
        count = len(self.tensors)
        index = np.arange(count**2).reshape(count, count)
        ends, lengths = [], []
        for x, y in MOVES:
            here = (slice(max(-y, 0), count - max(y, 0)), slice(0, count - x))
            there = (slice(max(y, 0), count - max(-y, 0)), slice(x, count))
            step = self.spacing * np.array([x, y])
            square = np.einsum("i,...ij,j", step, (self.tensors[here] + self.tensors[there]) / 2, step)
            ends.append(np.stack([index[here].ravel(), index[there].ravel()]))
            lengths.append(np.sqrt(square.clip(0)).ravel() + FLAT)
        between = tuple(np.concatenate(ends, axis=1))
        return coo_array((np.concatenate(lengths), between), shape=(count**2, count**2)).tocsr()


@dataclass(frozen=True)
class Path:
    """Codes (k, 2) from one end to the other, and the change of the image over each step, pixels, (k − 1,)."""

    z: Array
    steps: Doubles

    @property
    def length(self) -> float:
        """The sum of the changes, pixels."""
        return float(self.steps.sum())


def metric_field(codec: Codec, center: tuple[float, float], half_width: float, cells: int = CELLS) -> MetricField:
    """Differentiate the decoder of a plane over a square, latent units, at (cells + 1)² nodes."""
    along = np.linspace(-half_width, half_width, cells + 1)
    x, y = np.meshgrid(center[0] + along, center[1] + along)
    z = np.stack([x, y], axis=-1).reshape(-1, 2).astype(np.float32)
    parts = [codec.jacobian(z[i : i + BATCH]) for i in range(0, len(z), BATCH)]  # (≤ 256, p, 2) each
    tensors = np.concatenate([part.mT @ part for part in parts]).astype(np.float64)
    corner = np.array(center) - half_width
    return MetricField(corner, 2 * half_width / cells, tensors.reshape(cells + 1, cells + 1, 2, 2))


def over_grid(field: MetricField, start: Array, end: Array, points: int = POINTS) -> Array:
    """The shortest path over the grid's nodes, its points evenly along it by their change: (points, 2).

    Ends outside the grid are joined to its nearest node.
    """
    count = len(field.tensors)
    ends = [np.rint((code - field.corner) / field.spacing).clip(0, count - 1).astype(int) for code in (start, end)]
    first, last = (int(row * count + column) for column, row in ends)
    _, before = dijkstra(field.graph, directed=False, indices=[first], return_predecessors=True)
    nodes = [last]
    while nodes[-1] != first:
        nodes.append(int(before[0, nodes[-1]]))
    inner = [field.corner + field.spacing * np.array([node % count, node // count]) for node in reversed(nodes[1:-1])]
    whole = np.array([start, *inner, end], np.float64)
    return _spread(whole, _lengths(field, whole), points)


def shortest(codec: Codec, path: Array, steps: int = STEPS) -> Path:
    """Move the inner points of a path (k, 2) until its energy is least: the sum of the squared changes of the image.

    A step that would raise it is damped and tried anew.
    """
    z, damping = path.astype(np.float32), FIRST_DAMPING
    images, energy = _energy(codec, z)
    jacobian: Doubles | None = None  # (k − 2, p, 2)
    for _ in range(steps):
        if jacobian is None:
            jacobian = codec.jacobian(z[1:-1]).astype(np.float64)
        moved = z.copy()
        moved[1:-1] += _step(jacobian, images, damping).astype(np.float32)
        there, lower = _energy(codec, moved)
        if lower >= energy:
            damping *= 10
            continue
        saved, z, images, energy, damping, jacobian = energy - lower, moved, there, lower, damping / 10, None
        if saved < STILL * energy:
            break
    return Path(z, np.linalg.norm(np.diff(images, axis=0), axis=1))


def _lengths(field: MetricField, path: Doubles) -> Doubles:
    """The length of each step of a path (k, 2) by the metric at the nodes nearest to its middle: (k − 1,)."""
    places = ((path[1:] + path[:-1]) / 2 - field.corner) / field.spacing
    column, row = np.rint(places).clip(0, len(field.tensors) - 1).astype(int).T
    step = np.diff(path, axis=0)
    square = np.einsum("ki,kij,kj->k", step, field.tensors[row, column], step)
    lengths: Doubles = np.sqrt(square.clip(0)) + FLAT
    return lengths


def _spread(path: Doubles, lengths: Doubles, points: int) -> Array:
    """Points evenly along a path (k, 2) whose steps have these lengths (k − 1,): (points, 2)."""
    so_far = np.concatenate([[0], lengths.cumsum()])
    wanted = np.linspace(0, so_far[-1], points)
    return np.stack([np.interp(wanted, so_far, path[:, axis]) for axis in range(2)], axis=-1).astype(np.float32)


def _energy(codec: Codec, z: Array) -> tuple[Doubles, float]:
    """The images (k, p) along codes (k, 2), and the sum of the squared changes from one to the next."""
    images = codec.decode(z).astype(np.float64)  # (k, p)
    return images, float(np.square(np.diff(images, axis=0)).sum())


def _step(jacobian: Doubles, images: Doubles, damping: float) -> Doubles:
    """The Gauss–Newton step of the inner points, (n, 2), from J (n, p, 2) and all images (n + 2, p)."""
    count = len(jacobian)
    bend = 2 * images[1:-1] - images[:-2] - images[2:]  # (n, p)
    gradient = np.einsum("npi,np->ni", jacobian, bend)  # (n, 2)
    metric = jacobian.mT @ jacobian  # (n, 2, 2)
    beside = jacobian[:-1].mT @ jacobian[1:]  # (n − 1, 2, 2)
    whole = np.zeros((count, 2, count, 2))
    at = np.arange(count)
    whole[at, :, at] = 2 * metric * (1 + damping * np.eye(2)) + FLAT * np.eye(2)
    whole[at[:-1], :, at[1:]] = -beside
    whole[at[1:], :, at[:-1]] = -beside.mT
    found: Doubles = np.linalg.solve(whole.reshape(2 * count, 2 * count), -gradient.ravel()).reshape(count, 2)
    return found
