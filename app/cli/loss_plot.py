"""Loss curves of a training run, nats per image over epochs, as SVG."""

import math
from html import escape

from latent_explorer.model.training.trainer import Epoch

CURVES = "history.svg"
WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 40, 44
TICKS = 5  # at most, besides one at each end
# A blue and an orange that colour-blind people can tell apart; the second line is also dashed.
COLOURS = {"validation": "#0064a6", "training": "#b34700"}
DASHES = {"validation": "none", "training": "7 4"}


def curves(title: str, epochs: list[Epoch]) -> str:
    """An SVG of training and validation loss. The scale ignores the first tenth of the epochs."""
    series = {"validation": [e.validation_loss for e in epochs], "training": [e.train_loss for e in epochs]}
    levels = _levels(*_range(list(series.values())))
    low, high = levels[0], levels[-1]
    lines = [_line(name, losses, low, high) for name, losses in series.items()]
    grid = [_level(level, low, high) for level in levels]
    numbers = sorted({1, len(epochs) // 2 or 1, len(epochs)})
    ticks = [_text(_x(n - 1, len(epochs)), HEIGHT - BOTTOM + 18, str(n), "middle") for n in numbers]
    caption = f"{title}: nats per image after {len(epochs)} epochs, validation {series['validation'][-1]:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{escape(caption)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        + _text(LEFT, 22, caption, "start")
        + "".join(grid + ticks + lines)
        + _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "epoch", "middle")
        + "</svg>\n"
    )


def _range(series: list[list[float]]) -> tuple[float, float]:
    """Smallest and largest loss after the first tenth of the epochs, whose high losses would flatten the rest."""
    shown = [loss for losses in series for loss in losses[len(losses) // 10 :]]
    return min(shown), max(max(shown), min(shown) + 1e-6)


def _levels(low: float, high: float) -> list[float]:
    """Ticks 1, 2 or 5 times a power of ten apart, from the last at or below `low` to the first at or above `high`."""
    least = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(least))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= least)
    return [i * step for i in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _x(index: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * index / max(1, count - 1)


def _y(loss: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (loss - low) / (high - low)


def _text(x: float, y: float, text: str, anchor: str, fill: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'


def _level(loss: float, low: float, high: float) -> str:
    y = _y(loss, low, high)
    rule = f'<path d="M{LEFT},{y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
    return rule + _text(LEFT - 8, y + 4, f"{loss:.6g}", "end")


def _line(name: str, losses: list[float], low: float, high: float) -> str:
    shown = [(i, loss) for i, loss in enumerate(losses) if loss <= high]
    points = "L".join(f"{_x(i, len(losses)):.1f},{_y(loss, low, high):.1f}" for i, loss in shown)
    style = f'fill="none" stroke="{COLOURS[name]}" stroke-width="2" stroke-dasharray="{DASHES[name]}"'
    # Both curves may end at the same point, or at the axis: the validation name goes higher.
    y = _y(losses[-1], low, high) + (-10 if name == "validation" else 2)
    name_at_end = _text(WIDTH - RIGHT + 6, y, f"{name} {losses[-1]:.2f}", "start", COLOURS[name])
    return f'<path d="M{points}" {style}/>{name_at_end}'
