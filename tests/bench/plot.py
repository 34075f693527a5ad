"""The round trip's 95th percentile against the number of visitors, as SVG: milliseconds on a logarithmic scale."""

import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 340, 64, 130, 44, 46
TICKS_MS = (1, 10, 100, 1000)
BOUND_MS, MOST = 50, 400
COLOURS = {"ours": "#0064a6", "naive": "#b34700"}
NAMES = {"ours": "Latent Explorer", "naive": "naive server"}
DASHES = {"ours": "none", "naive": "7 4"}


def plot(p95: dict[str, dict[int, float]], caption: str) -> str:
    """Lines of milliseconds by number of visitors."""
    counts = sorted(p95["ours"])
    grid = "".join(_level(ms, "#ddd", f"{ms} ms") for ms in TICKS_MS)
    ticks = "".join(_text(_x(n), HEIGHT - BOTTOM + 18, str(n), "middle") for n in counts)
    lines = "".join(_line(name, by_count) for name, by_count in p95.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333"><title>{caption}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{_text(LEFT, 22, caption, "start")}{grid}'
        f"{_level(BOUND_MS, '#1b1d22', f'{BOUND_MS} ms')}{ticks}{lines}"
        f"{_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'visitors, 30 moves a second each', 'middle')}</svg>\n"
    )


def _x(count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * count / MOST


def _y(ms: float) -> float:
    low, high = math.log(TICKS_MS[0]), math.log(TICKS_MS[-1])
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log(ms) - low) / (high - low)


def _text(x: float, y: float, text: str, anchor: str, fill: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{text}</text>'


def _level(ms: float, colour: str, name: str) -> str:
    y = _y(ms)
    return f'<path d="M{LEFT},{y:.1f}H{WIDTH - RIGHT}" stroke="{colour}"/>{_text(LEFT - 8, y + 4, name, "end")}'


def _line(name: str, by_count: dict[int, float]) -> str:
    points = [(_x(n), _y(ms)) for n, ms in sorted(by_count.items())]
    path = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[name]}"/>' for x, y in points)
    style = f'fill="none" stroke="{COLOURS[name]}" stroke-width="2" stroke-dasharray="{DASHES[name]}"'
    x, y = points[-1]
    return f'<path d="M{path}" {style}/>{dots}{_text(x + 8, y + 4, NAMES[name], "start", COLOURS[name])}'
