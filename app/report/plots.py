"""The plots of a report: bars by axis, widths by axis, densities, pairs, curves and shares."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from latent_explorer.app.report.drawing import (
    BOTTOM,
    RIGHT,
    TOP,
    WIDTH,
    Frame,
    Scale,
    diamond,
    dot,
    drawn,
    frame,
    path,
    polyline,
    rectangle,
    scales,
    text,
)
from latent_explorer.app.report.words import Words, axis_name

Numbers = NDArray[np.floating]
NAMED = 16  # axes at most, that are named below their marks
BINS = 40
PAIRS = 700  # at most, that are drawn: more are a blot, and a large file
ROOM = 9.0  # px, that two marks side by side take
LINE = 26  # px, of a bar that lies
LETTER = 6.0  # px, about as wide as one is
Legend = Sequence[tuple[str, str]]  # kind of mark, and what it stands for


def axis_bars(said: str, values: Numbers, active: NDArray[np.bool_], words: Words, name: str) -> Markup:
    """A bar for each axis, largest first; those of idle axes are hollow."""
    order = np.argsort(-values, kind="stable")
    of = frame((0, len(values)), (0, float(values.max()) * 1.05))
    step = of.x(1) - of.x(0)
    bars = [
        rectangle(of.x(i) + 0.12 * step, of.y(v), 0.76 * step, of.bottom - of.y(v), "bar" if active[a] else "hollow")
        for i, (a, v) in enumerate(zip(order, values[order], strict=True))
    ]
    return drawn(said, [_by_axis(of, words, name), *bars, *_names(of, order)])


def axis_widths(said: str, sd: Numbers, sigma: Numbers, words: Words, legend: Legend) -> Markup:
    """The spread of μ (dots) and σ (diamonds) on each axis, the widest first, on a scale of powers of ten."""
    order = np.argsort(-sd, kind="stable")
    both = np.r_[sd, sigma].clip(1e-4)
    of = frame((0, len(sd)), (float(both.min()), float(both.max())), log_y=True)
    size = min(1.0, max(0.3, (of.x(1) - of.x(0)) / ROOM))
    marks = []
    for i, a in enumerate(order):
        x, top, bottom = of.x(i + 0.5), of.y(float(sd[a])), of.y(float(sigma[a]))
        marks += [path(f"M{x:.1f},{top:.1f}V{bottom:.1f}", "link")] if size == 1 else []
        marks += [dot(x, top, "one", 3.5 * size), diamond(x, bottom, "two", 4.5 * size)]
    return drawn(said, [_by_axis(of, words, ""), *marks, *_names(of, order), *_legend(of, legend)])


def _by_axis(of: Frame, words: Words, name: str) -> Markup:
    return scales(of, words.tick, words.says("plot.axes"), name, x_ticks=False)


def _names(of: Frame, order: NDArray[np.intp]) -> list[Markup]:
    if len(order) > NAMED:
        return []
    return [text(of.x(i + 0.5), of.bottom + 15, axis_name(int(a))) for i, a in enumerate(order)]


def against_normal(said: str, values: Numbers, words: Words, name: str, legend: Legend) -> Markup:
    """How often values (n,) fall where, and the normal's density (dashed)."""
    reach = float(max(3.2, np.abs(values).max()))
    reach = min(reach, 8.0)
    heights, edges = np.histogram(values, BINS, (-reach, reach), density=True)
    x = np.linspace(-reach, reach, 121)
    normal = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    of = frame((-reach, reach), (0, float(max(heights.max(), normal.max())) * 1.12))
    curve = polyline([(of.x(a), of.y(b)) for a, b in zip(x, normal, strict=True)], "curve dashed")
    return drawn(said, [_density(of, words, name), *_columns(of, heights, edges), curve, *_legend(of, legend)])


def two_densities(said: str, one: Numbers, other: Numbers, words: Words, name: str, legend: Legend) -> Markup:
    """How often two sorts of values, each (n,), fall where: the first as columns, the second as a dashed line."""
    high = float(np.quantile(np.r_[one, other], 0.995)) or 1.0
    heights, edges = np.histogram(one, BINS, (0, high), density=True)
    others, _ = np.histogram(other, BINS, (0, high), density=True)
    of = frame((0, high), (0, float(max(heights.max(), others.max())) * 1.12))
    middles = (edges[1:] + edges[:-1]) / 2
    curve = polyline([(of.x(a), of.y(b)) for a, b in zip(middles, others, strict=True)], "curve dashed")
    return drawn(said, [_density(of, words, name), *_columns(of, heights, edges), curve, *_legend(of, legend)])


def _density(of: Frame, words: Words, name: str) -> Markup:
    return scales(of, words.tick, name, words.says("plot.density"))


def _columns(of: Frame, heights: Numbers, edges: Numbers) -> list[Markup]:
    wide = of.x(edges[1]) - of.x(edges[0]) - 0.6
    return [
        rectangle(of.x(a), of.y(h), wide, of.bottom - of.y(h), "column") for a, h in zip(edges, heights, strict=False)
    ]


def pairs(said: str, x: Numbers, y: Numbers, words: Words, names: tuple[str, str], log: bool = False) -> Markup:
    """Pairs of values as dots, with the line on which both are equal."""
    keep = np.random.default_rng(0).permutation(len(x))[:PAIRS]
    low, high = float(min(x.min(), y.min())), float(max(x.max(), y.max()))
    of = frame((low, high), (low, high), log, log)
    ends = of.x.values
    line = polyline([(of.x(end), of.y(end)) for end in ends], "curve dashed")
    dots = [dot(of.x(float(x[i])), of.y(float(y[i])), "faint", 1.6) for i in keep]
    return drawn(said, [scales(of, words.tick, *names), *dots, line])


def curve(said: str, x: Numbers, lines: Sequence[tuple[Numbers, str]], words: Words, names: tuple[str, str]) -> Markup:
    """Lines over x (n,), each with its mark: `one` is full with dots, `two` dashed with diamonds."""
    highest = max(float(values.max()) for values, _ in lines)
    of = frame((0, float(x.max()) * 1.05), (0, highest * 1.15))
    parts = [scales(of, words.tick, *names)]
    for values, kind in lines:
        points = [(of.x(a), of.y(b)) for a, b in zip(x, values, strict=True)]
        mark = dot if kind == "one" else diamond
        parts += [polyline(points, f"curve {'' if kind == 'one' else 'dashed'}"), *(mark(*p, kind) for p in points)]
    return drawn(said, parts)


def _legend(of: Frame, legend: Legend) -> list[Markup]:
    """What the marks stand for, side by side above the plot, from the right."""
    parts: list[Markup] = []
    x, y = of.x.pixels[1], 8.0
    for kind, said in reversed(legend):
        parts += [text(x - 16, y + 4, said, "end"), _mark(kind, x - 6, y)]
        x -= 30 + LETTER * len(said)
    return parts


def _mark(kind: str, x: float, y: float) -> Markup:
    if kind == "one":
        return dot(x, y, "one")
    if kind == "two":
        return diamond(x, y, "two")
    if kind == "column":
        return rectangle(x - 5, y - 5, 10, 10, "column")
    return path(f"M{x - 7:.1f},{y:.1f}h14", "curve dashed")


def shares(said: str, bars: Sequence[tuple[str, float, float, float]], words: Words, limit: float) -> Markup:
    """Lying bars from 0 to 1, each with a name, a value and its interval; and a line at `limit`, dashed."""
    height = TOP + LINE * len(bars) + BOTTOM
    of = Frame(Scale((0, 1), (124, WIDTH - RIGHT - 4)), Scale((0, 1), (height - BOTTOM, TOP)), height=height)
    parts = [path(f"M{of.x(v):.1f},{TOP}V{of.bottom:.1f}", "grid") for v in of.x.ticks()]
    parts += [text(of.x(v), of.bottom + 15, words.tick(v)) for v in of.x.ticks()]
    for place, (name, value, low, high) in enumerate(bars):
        y = TOP + LINE * place + LINE / 2
        parts += [text(116, y + 4, name, "end"), rectangle(of.x(0), y - 7, of.x(value) - of.x(0), 14, "column")]
        parts += [path(f"M{of.x(low):.1f},{y:.1f}H{of.x(high):.1f}", "whisker")]
    parts += [path(f"M{of.x(limit):.1f},{TOP}V{of.bottom:.1f}", "curve dashed")]
    parts += [text((of.x(0) + of.x(1)) / 2, height - 8, words.says("plot.auroc"))]
    return drawn(said, parts, height)
