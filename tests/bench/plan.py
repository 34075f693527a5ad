"""What 1, 1,000 and 100,000 visitors at once need: `python -m tests.bench.plan`, from what `make bench` measured.

Each assumption is an option: `python -m tests.bench.plan --help`.
"""

import argparse
import json
import math
import statistics
import textwrap
from dataclasses import fields
from pathlib import Path
from typing import Any

from latent_explorer.app.settings import Settings
from tests.bench.behaviour import Behaviour
from tests.bench.needs import CROWD, Needs, load, needs
from tests.bench.price import Costs, read
from tests.bench.pricelist import measured

Figures = dict[str, Any]
Row = tuple[str, ...]
FIGURES = Path(__file__).parent / "figures.json"
BEGIN, END = "<!-- What `python -m tests.bench.plan` computes; a test compares. -->\n", "<!-- end of the plan -->\n"
VISITORS = (1, 1_000, 100_000)
COURSE = 20_000
SHARED_ZOOM = 5  # down to it, the two maps are small enough for visitors to meet on the same tiles
MAX_LIVE, TILES_KEPT, PICTURES_KEPT = (
    int(Settings.model_fields[name].default) for name in ("max_live", "tile_cache_bytes", "picture_cache_bytes")
)
CACHES_MB = (TILES_KEPT + PICTURES_KEPT) / 1e6
USUAL = Behaviour()


def section(
    figures: Figures, does: Behaviour = USUAL, visitors: tuple[int, ...] = VISITORS, max_live: int = MAX_LIVE
) -> str:
    """Markdown: what is needed, a reading of it, the assumptions, the measured costs."""
    costs = read(figures, CACHES_MB)
    rows = [needs(costs, does, count, cdn, max_live) for count in visitors for cdn in (False, True)]
    parts = [
        _paragraph(_introduction(figures)),
        table(NEEDED, [needed_row(row) for row in rows], (0, 1, len(NEEDED) - 1)),
        _paragraph(_course(costs, does, max_live)),
        _paragraph(_shares(costs, does)),
        _paragraph(_tiles(figures, costs, does)),
        _hidden("What is assumed", table(("assumption", "taken as", "because"), assumptions(does), (0, 2))),
        _hidden(
            "What was measured", table(("measured", "ms of a core", "kB to the page"), measured(figures, CACHES_MB))
        ),
    ]
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    return textwrap.fill(text, 125, break_long_words=False, break_on_hyphens=False) + "\n"


def table(head: Row, rows: list[Row], words: tuple[int, ...] = (0,)) -> str:
    """Markdown; some columns are words, which stand to the left."""
    line = tuple("---" if i in words else "---:" for i in range(len(head)))
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, line, *rows]) + "\n"


def _hidden(summary: str, of: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{of}\n</details>\n"


def _introduction(figures: Figures) -> str:
    busy = statistics.median(figures["costs"]["gestures"]["move"]["crowd"]["busy"])
    return (
        "**A plan in numbers.** What each thing costs is measured: the processor's time and the bytes of a server on "
        f"one core, for one visitor alone, and among {CROWD} open pages that kept it {100 * busy:.0f} % busy. What a "
        "visitor does is assumed. `python -m tests.bench.plan` multiplies the two and rounds up; each assumption is an "
        "option of it. Cores are of [this machine](performance.md#measured); a process uses one of them, and "
        "each visitor to have a live socket open all the time."
    )


NEEDED = (
    "visitors at once",
    "CDN",
    "cores",
    "… while all arrive",
    "processes",
    "memory, GB",
    "out of the servers, Mbit/s",
    "out of the CDN, Mbit/s",
    "into the servers, Mbit/s",
    "live sockets",
    "what runs out first",
)


def needed_row(of: Needs) -> Row:
    """A row of the table of what is needed."""
    numbers = (of.cores, of.arriving, of.processes, of.memory_gb, of.out_mbit, of.cdn_mbit, of.into_mbit, of.visitors)
    return (f"{of.visitors:,}", "with" if of.cdn else "without", *(f"{number:,}" for number in numbers), of.limit)


def _course(costs: Costs, does: Behaviour, max_live: int) -> str:
    """For a person who has to order machines."""
    alone, helped = (needs(costs, does, COURSE, cdn, max_live) for cdn in (False, True))
    machines = math.ceil(max(helped.cores, helped.arriving) / does.machine)
    return (
        f"For a course of {COURSE:,}, all there at once, order {helped.cores:,} cores behind a CDN, "
        f"{helped.arriving:,} where all come within {does.arrival:g} minutes: {machines:,} machines of "
        f"{does.machine:g}; with {helped.memory_gb:,} GB of memory, {_gbit(helped.out_mbit)} Gbit/s out of the servers "
        f"and {_gbit(helped.into_mbit)} Gbit/s in. Without a CDN: {alone.cores:,} cores, {alone.arriving:,} as they "
        f"come, and {_gbit(alone.out_mbit)} Gbit/s. {_limits(alone, helped)} Where "
        "not all come at once, reckon with as many as are there together."
    )


def _limits(alone: Needs, helped: Needs) -> str:
    if alone.limit == helped.limit:
        return f"With a CDN or without, {alone.limit} run out first."
    return f"Without a CDN {alone.limit} runs out first, with one {helped.limit}."


def _gbit(mbit: int) -> str:
    return f"{math.ceil(mbit / 100) / 10:g}"


def _shares(costs: Costs, does: Behaviour) -> str:
    """What takes the servers' processors and network, in a crowd with a CDN."""
    served = load(costs, does, cdn=True, crowd=True).served
    ms, out = ({name: getattr(cost, key) for name, cost in served.items()} for key in ("ms", "out"))
    return (
        f"Behind a CDN the servers' processors are busy with {_named(ms)}. Of the bytes that leave the servers: "
        f"{_named(out)}. What is live or the visitor's own, no CDN can answer."
    )


def _named(amounts: dict[str, float]) -> str:
    whole, largest = sum(amounts.values()), sorted(amounts.items(), key=lambda named: -named[1])
    return ", ".join(f"{name} {100 * amount / whole:.0f} %" for name, amount in largest)


def _tiles(figures: Figures, costs: Costs, does: Behaviour) -> str:
    """What the assumption of the CDN's share rests on, and what it doesn't."""
    shared = 2 * sum(4**z for z in range(SHARED_ZOOM + 1))
    size = math.ceil(shared * costs.tile.out / 1e6)
    first, ahead = (statistics.median(figures["costs"]["acts"][act]["tiles"]) for act in ("visit", "zoom"))
    return (
        f"That a CDN has {100 * does.hit_rate:g} % of the tiles is an assumption. A tile never changes while a model's "
        "revision stays, so each is decoded once and may be kept for ever. What speaks for it: the first "
        f"{first:.0f} are the same for everybody, and down to zoom {SHARED_ZOOM} both maps have {shared:,} together, "
        f"{size} MB. What speaks against it: each zoom below has four times as many, where in the end everybody is "
        f"alone, and a step of the zoom asks for {ahead:.0f}, most of them fetched ahead. `X-Cache-Status`, which the "
        "nginx above sets, tells the true share."
    )


def assumptions(does: Behaviour) -> list[Row]:
    """Each assumption with its option."""
    return [
        (f"{of.metadata['what']} (`--{of.name.replace('_', '-')}`)", f"{getattr(does, of.name):g}", of.metadata["why"])
        for of in fields(does)
    ]


def parser() -> argparse.ArgumentParser:
    """An option for each assumption."""
    made = argparse.ArgumentParser("python -m tests.bench.plan", description=__doc__)
    made.add_argument("--visitors", type=_count, nargs="+", default=VISITORS, help="at once")
    made.add_argument("--max-live", type=_count, default=MAX_LIVE, help="live sockets of a process: LATENT_MAX_LIVE")
    for of in fields(Behaviour):
        name, words = f"--{of.name.replace('_', '-')}", f"{of.metadata['what']} (%(default)s)"
        made.add_argument(name, type=float, default=of.default, help=words)
    return made


def _count(text: str) -> int:
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError("there is at least one")
    return value


def main() -> None:
    """Print the plan of docs/capacity.md."""
    options = parser()
    given = vars(options.parse_args())
    visitors, max_live = tuple(given.pop("visitors")), given.pop("max_live")
    try:
        does = Behaviour(**given)
    except ValueError as error:
        options.error(str(error))
    print(section(json.loads(FIGURES.read_text()), does, visitors, max_live), end="")


if __name__ == "__main__":
    main()
