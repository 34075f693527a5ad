"""The parts that the plots of a report are drawn from, as SVG: a frame with two scales, texts and marks.

Colours and type are classes, which the page's styles know; what a colour tells, a shape or a dash tells too.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 360, 220  # px: as wide as a phone, where the texts keep their size
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 26, 40
TICKS = 5  # at most, but for the ends

Ends = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """From values to pixels. `log`: by powers of ten."""

    values: Ends
    pixels: Ends
    log: bool = False

    def __call__(self, value: float) -> float:
        """Where a value is, px; values beyond the ends are at the ends."""
        low, high = map(self._even, self.values)
        share = (self._even(value) - low) / ((high - low) or 1)
        return self.pixels[0] + min(max(share, 0.0), 1.0) * (self.pixels[1] - self.pixels[0])

    def _even(self, value: float) -> float:
        return math.log10(max(value, 1e-300)) if self.log else value

    def ticks(self) -> list[float]:
        """Round values between the ends: 1, 2 or 5 times a power of ten apart, or powers of ten."""
        low, high = self.values
        if self.log:
            powers = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
            return [10.0**power for power in powers[:: max(1, -(-len(powers) // TICKS))]]
        step = _round_step((high - low) / TICKS)
        return [i * step for i in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least or 1.0))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


@dataclass(frozen=True)
class Frame:
    """Where a plot is drawn: x from left to right, y from bottom to top."""

    x: Scale
    y: Scale
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def bottom(self) -> float:
        """The y, px, of the x axis."""
        return self.y.pixels[0]


def frame(x: Ends, y: Ends, log_x: bool = False, log_y: bool = False) -> Frame:
    """A frame over these values, each low and high; logarithmic ends are moved outwards to powers of ten."""
    x, y = (_decades(ends) if log else _apart(ends) for ends, log in ((x, log_x), (y, log_y)))
    return Frame(Scale(x, (LEFT, WIDTH - RIGHT), log_x), Scale(y, (HEIGHT - BOTTOM, TOP), log_y))


def _apart(ends: Ends) -> Ends:
    return ends if ends[1] > ends[0] else (ends[0] - 0.5, ends[0] + 0.5)


def _decades(ends: Ends) -> Ends:
    low, high = (max(end, 1e-12) for end in ends)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return 10.0**first, 10.0 ** max(last, first + 1)


def text(x: float, y: float, said: str, anchor: str = "middle", kind: str = "") -> Markup:
    """A line of text; anchor: start, middle or end."""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(x, y, anchor, kind, said)


def path(d: str, kind: str) -> Markup:
    """A path of a class."""
    return Markup('<path d="{}" class="{}"/>').format(d, kind)


def polyline(points: Sequence[tuple[float, float]], kind: str) -> Markup:
    """A line through points, px."""
    return path("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points), kind)


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A filled rectangle, at least half a pixel high and wide."""
    size = max(width, 0.5), max(height, 0.5)
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>').format(x, y, *size, kind)


def dot(x: float, y: float, kind: str, radius: float = 3.5) -> Markup:
    """A round mark."""
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"/>').format(x, y, radius, kind)


def diamond(x: float, y: float, kind: str, reach: float = 4.5) -> Markup:
    """A mark that stands on a corner."""
    return path(
        f"M{x:.1f},{y - reach:.1f}l{reach:.1f},{reach:.1f}l-{reach:.1f},{reach:.1f}l-{reach:.1f},-{reach:.1f}z", kind
    )


def scales(of: Frame, tick: Callable[[float], str], x_name: str, y_name: str, x_ticks: bool = True) -> Markup:
    """The grid and the numbers of both axes, with what they count."""
    parts = [path(f"M{of.x.pixels[0]:.1f},{of.y(v):.1f}H{of.x.pixels[1]:.1f}", "grid") for v in of.y.ticks()]
    parts += [text(of.x.pixels[0] - 6, of.y(v) + 3.5, tick(v), "end") for v in of.y.ticks()]
    if x_ticks:
        parts += [text(of.x(v), of.bottom + 15, tick(v)) for v in of.x.ticks()]
    parts += [path(f"M{of.x.pixels[0]:.1f},{of.bottom:.1f}H{of.x.pixels[1]:.1f}", "base")]
    middle = sum(of.x.pixels) / 2
    parts += [text(middle, of.height - 8, x_name), text(4, 12, y_name, "start")]
    return Markup("").join(parts)


def drawn(said: str, parts: Sequence[Markup], height: float = HEIGHT) -> Markup:
    """The whole plot, with a sentence for those who do not see it."""
    head = Markup('<svg viewBox="0 0 {} {:.0f}" role="img" class="plot"><title>{}</title>').format(WIDTH, height, said)
    return head + Markup("").join(parts) + Markup("</svg>")
