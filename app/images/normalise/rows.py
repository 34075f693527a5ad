"""The order in which digits are read: row by row, left to right, though they jump or the page is askew."""

import numpy as np

from latent_explorer.app.images.normalise.boxes import Box, sides

LEVEL = 3  # of a row's last digits, whose middles say where it goes on
OFF = 0.7  # of the digits' height: a digit further off that level stands in another row
OVER = 0.5  # of the narrower digit's width: more of it over or under another, and they are in two rows


def in_reading_order(boxes: list[Box]) -> list[int]:
    """Indices into boxes, row by row and left to right.

    From left to right each joins the row whose level is nearest to its middle, or begins another.
    """
    rows: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i][1].start):
        near = min((row for row in rows if _goes_on(row, i, boxes)), key=lambda row: _off(row, i, boxes), default=None)
        if near is None:
            rows.append([i])
        else:
            near.append(i)
    return [i for row in sorted(rows, key=lambda row: _level(row, boxes)) for i in row]


def _goes_on(row: list[int], i: int, boxes: list[Box]) -> bool:
    """Whether a row may go on with a box: beside its last one, and at about its level."""
    (_, last), (_, own) = boxes[row[-1]], boxes[i]
    over = min(last.stop, own.stop) - max(last.start, own.start)
    if over > OVER * min(last.stop - last.start, own.stop - own.start):
        return False
    height = np.mean([sides(boxes[j])[0] for j in (*row[-LEVEL:], i)])
    return bool(_off(row, i, boxes) < OFF * height)


def _off(row: list[int], i: int, boxes: list[Box]) -> float:
    return abs(_level(row[-LEVEL:], boxes) - _level([i], boxes))


def _level(row: list[int], boxes: list[Box]) -> float:
    """The mean of the middles of a row's boxes, px from the top."""
    return float(np.mean([boxes[i][0].start + boxes[i][0].stop for i in row])) / 2
