"""Classification by gradient-boosted decision trees, which grow as scikit-learn's do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Doubles, Floats, Labels

STAGES, DEPTH, RATE = 100, 3, 0.1  # scikit-learn's defaults
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Boosted:
    """Scores (m, c) of held-out rows by class, and the importance (d,) of each input, which adds up to 1."""

    scores: Doubles
    importance: Doubles


def boost(inputs: Floats, classes: Labels, held_out: Floats) -> Boosted:
    """Learn classes (n,), 0 to c − 1, from inputs (n, d), and score held-out inputs (m, d) for each class.

    Source: Friedman 2001, "Greedy function approximation: a gradient boosting machine", algorithm 6. An input's
    importance is the squared error that splits by it have saved; of a class that never changes, all are 0.
    """
    n, share = len(inputs), np.bincount(classes) / len(classes)
    ranks = np.stack([_ranks(*columns) for columns in zip(inputs.T, held_out.T, strict=True)])  # (d, n + m)
    order = ranks[:, :n].argsort(axis=1, kind="stable")  # (d, n)
    truth = classes[:, None] == np.arange(len(share))  # (n, c)
    scores = np.tile(np.log(np.maximum(share, 1e-12)), (ranks.shape[1], 1))  # (n + m, c)
    saved = np.zeros(len(ranks))
    for _ in range(STAGES if (share > 0).sum() > 1 else 0):
        probability = _softmax(scores[:n])  # (n, c)
        for c, residual in enumerate((truth - probability).T):
            leaf = _grow(ranks, order, residual, saved)  # (n + m,)
            scores[:, c] += RATE * _leaf_values(leaf[:n], residual, probability[:, c], len(share))[leaf]
    return Boosted(scores[n:], saved / (saved.sum() or 1))


def _ranks(values: Floats, held_out: Floats) -> Indices:
    """Which of the different values (n,), in order, each of these and of held-out ones (m,) is nearest to: (n + m,)."""
    known = np.unique(values.astype(np.float64))
    return np.searchsorted((known[1:] + known[:-1]) / 2, np.concatenate([values, held_out]))


def _softmax(scores: Doubles) -> Doubles:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Doubles = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _grow(ranks: Indices, order: Indices, residual: Doubles, saved: Doubles) -> Indices:
    """The leaf (n + m,) of each row in a tree fitted to the residuals (n,) of the first n rows of ranks (d, n + m).

    Adds to `saved` (d,) what each input saved of the squared error.
    """
    node = np.zeros(ranks.shape[1], np.uint8)  # small numbers are sorted faster
    for level in range(DEPTH):
        by, last_left = _best_splits(node[: len(residual)], ranks, order, residual, 2**level, saved)
        node = 2 * node + (ranks[by[node], np.arange(len(node))] > last_left[node])
    return node.astype(np.intp)


def _best_splits(
    node: NDArray[np.uint8], ranks: Indices, order: Indices, residual: Doubles, nodes: int, saved: Doubles
) -> tuple[Indices, Indices]:
    """By which input to split each of the nodes, and the last rank that stays on the left: (nodes,) each."""
    again = node[order].argsort(axis=1, kind="stable")
    rows = np.take_along_axis(order, again, axis=1)  # (d, n), by node, and in a node by value
    sizes = np.bincount(node, minlength=nodes)
    ends = sizes.cumsum()
    here = np.take_along_axis(ranks, rows, axis=1)  # (d, n)
    by, last_left = np.zeros(nodes, np.intp), np.full(nodes, ranks.shape[1])
    for one in np.flatnonzero(sizes > 1):
        part = slice(ends[one] - sizes[one], ends[one])
        gain = _gains(residual[rows[:, part]], here[:, part])  # (d, size − 1)
        by[one], place = divmod(int(gain.argmax()), gain.shape[1])
        saved[by[one]] += gain[by[one], place]
        last_left[one] = here[by[one], part][place]
    return by, last_left


def _gains(residual: Doubles, ranks: Indices) -> Doubles:
    """Squared error that a split after each but the last would save, 0 between equal ranks: (d, n) to (d, n − 1)."""
    left, size = np.arange(1, residual.shape[1]), residual.shape[1]
    running = residual.cumsum(axis=1)
    left_sum, right_sum = running[:, :-1], running[:, -1:] - running[:, :-1]
    gain: Doubles = left * (size - left) / size * (left_sum / left - right_sum / (size - left)) ** 2
    return np.where(ranks[:, 1:] > ranks[:, :-1], gain, 0)


def _leaf_values(leaf: Indices, residual: Doubles, probability: Doubles, classes: int) -> Doubles:
    """One Newton step of the likelihood in each leaf: (leaves,)."""
    slope = np.bincount(leaf, residual, minlength=2**DEPTH)
    curvature = np.bincount(leaf, probability * (1 - probability), minlength=2**DEPTH)
    return (classes - 1) / classes * slope / np.maximum(curvature, 1e-12)
