"""Gestures on several pages as SVG: images a second, and milliseconds from a move to its image, a bar each."""

from collections.abc import Mapping
from typing import NamedTuple

WIDTH, TOP, ROW, GAP = 720, 58, 17, 22
NAMES, PANELS = 168, (168, 452)  # where names end, and where the panels begin
LENGTH = 200.0  # of the longest bar
MOST_IMAGES, MOST_MS = 60.0, 100.0
COLOURS = ("#777777", "#0064a6", "#5b9bd0", "#b34700", "#7a3d9a", "#2a7a3b")


class Bars(NamedTuple):
    """What a page showed: images a second, and milliseconds; NaN where it showed none."""

    page: str
    images: float
    ms: float


def bars(groups: Mapping[str, list[Bars]], caption: str) -> str:
    """A picture of groups of pages, each under its title."""
    pages = list(dict.fromkeys(bar.page for group in groups.values() for bar in group))
    colours = {page: COLOURS[i % len(COLOURS)] for i, page in enumerate(pages)}
    y, parts = TOP, [_heads(caption)]
    for title, group in groups.items():
        parts.append(_text(8, y, title, "start", "bold"))
        for bar in group:
            y += ROW
            parts.append(_row(bar, y, colours[bar.page]))
        y += GAP + ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y - ROW}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{caption}</title>'
        f'<rect width="{WIDTH}" height="{y - ROW}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _heads(caption: str) -> str:
    left, right = PANELS
    return (
        _text(8, 18, caption, "start", "bold")
        + _text(left + 8, 38, "images a second: 60 moves", "start")
        + _text(right + 8, 38, "ms from a move to its image", "start")
    )


def _row(bar: Bars, y: float, colour: str) -> str:
    left, right = PANELS
    images = _bar(left + 8, y, bar.images / MOST_IMAGES, f"{bar.images:.0f}", colour)
    ms = "" if bar.ms != bar.ms else _bar(right + 8, y, bar.ms / MOST_MS, f"{bar.ms:.0f}", colour)
    return _text(NAMES, y, bar.page, "end") + images + ms


def _bar(x: float, y: float, part: float, figure: str, colour: str) -> str:
    length = LENGTH * min(part, 1)
    rect = f'<rect x="{x}" y="{y - 10:.1f}" width="{length:.1f}" height="11" fill="{colour}"/>'
    return rect + _text(x + length + 5, y, figure, "start")


def _text(x: float, y: float, text: str, anchor: str, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{text}</text>'
