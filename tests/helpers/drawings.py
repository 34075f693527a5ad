"""Digits as a hand draws them on a pad: strokes of (x, y) in sides of the pad, y downward."""

import math

import numpy as np
from numpy.typing import NDArray

Points = list[tuple[float, float]]
PEN = 2.5  # px of the 28×28


def arc(x: float, y: float, across: float, down: float, start: float, end: float, n: int = 24) -> Points:
    """Points of an ellipse from one angle to another, degrees, 0 to the right and 90 downward."""
    angles = [math.radians(start + (end - start) * i / (n - 1)) for i in range(n)]
    return [(x + across * math.cos(a), y + down * math.sin(a)) for a in angles]


DIGITS: dict[int, list[Points]] = {
    0: [arc(0.5, 0.5, 0.2, 0.3, -90, 270)],
    1: [[(0.53, 0.2), (0.5, 0.5), (0.47, 0.8)]],
    2: [[*arc(0.5, 0.36, 0.17, 0.16, 190, 395), (0.34, 0.78), (0.72, 0.78)]],
    3: [arc(0.48, 0.35, 0.17, 0.15, 200, 430) + arc(0.48, 0.65, 0.19, 0.16, -75, 150)],
    4: [[(0.38, 0.2), (0.33, 0.52), (0.68, 0.5)], [(0.64, 0.24), (0.6, 0.82)]],
    5: [[(0.4, 0.22), (0.37, 0.46), *arc(0.48, 0.62, 0.19, 0.18, -110, 140)], [(0.4, 0.22), (0.7, 0.2)]],
    6: [[(0.6, 0.18), (0.47, 0.32), (0.4, 0.5), *arc(0.51, 0.64, 0.13, 0.15, 190, 540)]],
    7: [[(0.32, 0.24), (0.68, 0.22), (0.6, 0.45), (0.48, 0.82)]],
    8: [arc(0.5, 0.35, 0.13, 0.14, 60, -270) + arc(0.5, 0.66, 0.15, 0.16, -90, 270)],
    9: [[*arc(0.49, 0.36, 0.14, 0.15, 0, -350), (0.63, 0.36), (0.6, 0.6), (0.56, 0.82)]],
}


def strokes(lines: list[Points], pen: float = PEN) -> NDArray[np.float32]:
    """Lines as the server takes them: (n, 3), the pen negative where a stroke begins."""
    rows = [(x, y, pen if i else -pen) for line in lines for i, (x, y) in enumerate(line)]
    return np.array(rows, np.float32)
