"""What each thing costs, as `make bench` measured it: rows of a table."""

import statistics
from typing import Any

from latent_explorer.model.explore.map_grid import TILE_CELLS
from tests.bench.needs import CROWD

Figures = dict[str, Any]
Row = tuple[str, ...]
GESTURES = {
    "move": "a move over a map or of a slider: an image of each model",
    "ring": "a move of the ring's distance: 2 × 17 images judged",
    "draw": "a move of the pen: a digit of 60 points encoded by both models",
}
ACTS = {
    "visit": "the page opened for the first time, tiles kept by the server",
    "again": "… again, by a browser that has what never changes",
    "zoom": "a step of the zoom, tiles kept by the server",
    "digit": "a digit of the gallery: encoded by both models, neighbours judged",
    "photo": "a photograph of 12 MP: the same",
}


def measured(figures: Figures, caches_mb: float) -> list[Row]:
    """The measured costs: medians [least, largest]. The caches of a process may come to hold so many MB."""
    of, memory = figures["costs"], figures["costs"]["memory"]
    cells = {name: f"{number}×{number}" for name, number in (("tile", TILE_CELLS), ("dense", 2 * TILE_CELLS))}
    rows = [
        (f"a {word} tile of {cells[name]} digits", _spread(of[name][f"{word}_ms"]), _kilobytes(of[name]["bytes"]))
        for name in cells
        for word in ("new", "kept")
    ]
    rows += [
        (f"{words}, {'alone' if name == 'alone' else f'among {CROWD} open pages'}", *_cost(of["gestures"][key][name]))
        for key, words in GESTURES.items()
        for name in ("alone", "crowd")
    ]
    rows += [(f"{words} ({_asked(of['acts'][key])})", *_cost(of["acts"][key])) for key, words in ACTS.items()]
    rows += [
        ("… of the first: all that never changes, without tiles", *_cost(of["fixed"])),
        ("how close is close enough, for a place of one map", *_cost(of["likeness"])),
    ]
    kept = (
        ("memory: a process with all models, MB", memory["idle"]),
        (f"… after all of the above, MB; its caches may take {caches_mb:.0f} more", [memory["worked"]]),
        ("… an open page's live socket, kB", [1000 * mb for mb in memory["socket"]]),
    )
    return [*rows, *((f"{words}: {_spread(values, 0)}", "", "") for words, values in kept)]


def _asked(act: Figures) -> str:
    requests, tiles = statistics.median(act["requests"]), statistics.median(act["tiles"])
    return f"{requests:.0f} requests, {tiles:.0f} of them tiles"


def _cost(of: Figures) -> tuple[str, str]:
    return _spread(of["ms"]), _kilobytes(of["bytes"])


def _spread(values: list[float], decimals: int | None = None) -> str:
    middle = statistics.median(values)
    places = (2 if middle < 10 else 0) if decimals is None else decimals
    if len(values) == 1:
        return f"{middle:,.{places}f}"
    return f"{middle:,.{places}f} [{min(values):,.{places}f}, {max(values):,.{places}f}]"


def _kilobytes(values: list[float]) -> str:
    return f"{statistics.median(values) / 1000:,.1f}"
