"""The order in which digits are read: line by line, left to right, though they jump or the page is askew."""

import numpy as np

from latent_explorer.app.images.normalise.boxes import Box, sides

LEVEL = 3  # of a line's last digits, whose middles say where it goes on
OFF = 0.7  # of the digits' height: a digit further off that level stands in another line
OVER = 0.5  # of the narrower digit's width: more of it over or under another, and they are in two lines


def in_reading_order(boxes: list[Box]) -> list[int]:
    """Indices into boxes, line by line and left to right.

    From left to right each joins the line whose level is nearest to its middle, or begins another.
    """
    lines: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i][1].start):
        near = min((line for line in lines if _goes_on(line, i, boxes)), key=lambda n: _off(n, i, boxes), default=None)
        if near is None:
            lines.append([i])
        else:
            near.append(i)
    return [i for line in sorted(lines, key=lambda line: _level(line, boxes)) for i in line]


def _goes_on(line: list[int], i: int, boxes: list[Box]) -> bool:
    """Whether a line may go on with a box: beside its last one, and at about its level."""
    (_, last), (_, own) = boxes[line[-1]], boxes[i]
    over = min(last.stop, own.stop) - max(last.start, own.start)
    if over > OVER * min(last.stop - last.start, own.stop - own.start):
        return False
    height = np.mean([sides(boxes[j])[0] for j in (*line[-LEVEL:], i)])
    return bool(_off(line, i, boxes) < OFF * height)


def _off(line: list[int], i: int, boxes: list[Box]) -> float:
    return abs(_level(line[-LEVEL:], boxes) - _level([i], boxes))


def _level(line: list[int], boxes: list[Box]) -> float:
    """The mean of the middles of a line's boxes, px from the top."""
    return float(np.mean([boxes[i][0].start + boxes[i][0].stop for i in line])) / 2
