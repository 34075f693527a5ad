"""The figures of a run as the table of docs/performance.md."""

import statistics
from typing import Any

Figures = dict[str, Any]
Row = tuple[str, str, str, str]


def table(figures: Figures) -> str:
    """Markdown, with the machine below it."""
    rows = [*_live(figures), *_throughput(figures), *_tiles(figures), *_process(figures), *_screen(figures)]
    head = ("measured", "here", "against", "that is")
    lines = [head, ("---",) * 4, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{figures['machine']}\n"


def _live(figures: Figures) -> list[Row]:
    ours, naive = figures["crowds"]["ours"], figures["crowds"]["naive"]
    rows = []
    for count, seen in ours.items():
        seconds = f", {seen['seconds']:.0f} s" if count == "200" else ""
        name = f"Live round trip, {count} visitor{'s' * (count != '1')} at 30 moves/s{seconds}: p50, p95 ms"
        rows.append((name, _trip(seen), f"naive {_trip(naive[count])}", _lost(seen)))
    early, late = ours["200"]["mb"]
    rows.append(("… resident memory after a sixth of that time and at its end, MB", f"{early:.0f}, {late:.0f}", "", ""))
    return rows


def _trip(seen: Figures) -> str:
    return f"{seen['p50']:.1f}, {seen['p95']:.1f}"


def _lost(seen: Figures) -> str:
    every = "every last place answered" if not seen["unanswered"] else f"{seen['unanswered']} last places unanswered"
    return f"{every}, {seen['errors'] or 'no'} error{'s' * (seen['errors'] != 1)}"


def _throughput(figures: Figures) -> list[Row]:
    of = figures["decodes"]
    return [
        _ratio("Live images a second, 200 visitors who always want another", of["ours"], "naive", of["naive"]),
        _share(
            "Images a second, 64 in a message, which meet in batches of 256",
            of["batch"],
            "bare `codec.decode` loop of 64",
            of["bare"],
        ),
    ]


def _tiles(figures: Figures) -> list[Row]:
    of, alone, burst = figures["tiles"], figures["bursts"]["alone"], figures["bursts"]["burst"]
    rows = [
        _ratio("New tiles a second", of["cold"], "naive, 64 PNGs pasted", of["naive"]),
        _ratio("Kept tiles a second", of["kept"], "naive", of["naive"]),
    ]
    for name, key in (("live image", "live"), ("static file", "static")):
        before, after = alone[key]["p95"], burst[key]["p95"]
        what = f"A {name} while 150 tiles are asked for at once, again and again: p95 ms"
        rows.append((what, f"{after:.1f}", f"alone {before:.1f}", f"{after - before:.1f} ms more"))
    return rows


def _process(figures: Figures) -> list[Row]:
    start, memory = figures["starts"], figures["memory"]
    models, after = memory["models"], memory["after"]
    return [
        _ratio("Start to first page, s", start["page"], "`import torch`", start["torch"], 2),
        _ratio("Start to all models, s", start["models"], "`import torch`", start["torch"], 2),
        (
            "Resident memory after 10,000 tiles, MB",
            f"{after:.0f}",
            f"torch and the models {models:.0f}",
            f"{after / models:.2f} ×",
        ),
    ]


def _screen(figures: Figures) -> list[Row]:
    floor, page, paint = figures["screen"]["floor"], figures["screen"]["page"], figures["paints"]
    waits = [f"{one['p50']:.1f}, {one['p95']:.1f}, {one['last']:.1f}" for one in (page, floor)]
    name = "Chromium, from the pointer to its image: p50, p95, last of a drag, frames of 16.7 ms"
    paints = " ".join(f"{key} {statistics.median(paint[key]):.1f}" for key in ("cold", "kept", "again"))
    return [
        (name, waits[0], f"a page without model or network {waits[1]}", ""),
        _share("Chromium, images a second of a 2 s drag", page["per_second"], "that page", floor["per_second"]),
        ("Chromium, both maps painted whole after, s: server just started, tiles kept, visited before", paints, "", ""),
    ]


def _spread(values: list[float], decimals: int) -> str:
    low, middle, high = (f"{value:,.{decimals}f}" for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} [{low}, {high}]"


def _decimals(values: list[float]) -> int:
    return 0 if min(values) > 100 else 1


def _ratio(name: str, ours: list[float], what: str, theirs: list[float], decimals: int | None = None) -> Row:
    times = statistics.median(ours) / statistics.median(theirs)
    spreads = [_spread(of, _decimals(of) if decimals is None else decimals) for of in (ours, theirs)]
    return name, spreads[0], f"{what} {spreads[1]}", f"{times:.{2 if decimals else 1}f} ×"


def _share(name: str, ours: list[float], what: str, theirs: list[float]) -> Row:
    share = 100 * statistics.median(ours) / statistics.median(theirs)
    spreads = [_spread(of, _decimals(of)) for of in (ours, theirs)]
    return name, spreads[0], f"{what} {spreads[1]}", f"{share:.0f} %"
