"""`make bench`: all measurements in one run of some minutes; the table, the plot and the plan, also for docs/."""

import json
import os
import platform
from collections.abc import Callable
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from tests.bench import measures, plan, report
from tests.bench.costs import costs
from tests.bench.plot import plot
from tests.bench.servers import pinned
from tests.helpers.paths import DOCS

HERE = Path(__file__).parent
FIGURES, PLOT = HERE / "figures.json", HERE / "p95.svg"
PERFORMANCE, CAPACITY = DOCS / "performance.md", DOCS / "capacity.md"
BEGIN, END = "<!-- What `python -m tests.bench --write` measured; a test compares. -->\n", "<!-- end of the bench -->\n"
Part = StrEnum("Part", ["crowds", "decodes", "tiles", "bursts", "starts", "memory", "screen", "paints", "costs"])
CAPTION = "95 % of live round trips are shorter: server on one core, visitors on another"


def machine() -> str:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    cores = "server on one core, load on another" if pinned() else "server and load on whatever core"
    return (
        f"{' '.join(names) or platform.processor()}, {os.cpu_count()} cores ({cores}), {platform.system()}, "
        f"Python {platform.python_version()}, torch {version('torch').partition('+')[0]}. "
        "Medians [least, largest] of five rounds, in turn."
    )


def section(figures: report.Figures) -> str:
    """The table of docs/performance.md, between its marks."""
    return f"{BEGIN}{report.table(figures)}{END}"


def planned(figures: report.Figures) -> str:
    """The plan of docs/capacity.md, between its marks."""
    return f"{plan.BEGIN}{plan.section(figures)}{plan.END}"


def measure(seconds: float, long_s: float, only: list[Part], kept: report.Figures) -> report.Figures:
    """Everything, one after another; or some parts again, beside the figures of the others that are kept."""

    def say(what: str) -> None:
        typer.echo(f"  {what} …", err=True)

    parts: dict[str, Callable[[], report.Figures]] = {
        "crowds": lambda: measures.crowds(say, seconds, long_s),
        "decodes": lambda: measures.decodes(say, seconds),
        "tiles": lambda: measures.tiles(say),
        "bursts": lambda: measures.bursts(say),
        "starts": lambda: measures.starts(say),
        "memory": lambda: measures.memory(say),
        "screen": lambda: measures.screen(say),
        "paints": lambda: measures.paints(say),
        "costs": lambda: costs(say),
    }
    found = {part: take() for part, take in parts.items() if not only or part in only}
    return {"machine": machine()} | {part: found[part] if part in found else kept[part] for part in parts}


def plot_of(figures: report.Figures) -> str:
    """The 95th percentile against the number of visitors."""
    crowds = figures["crowds"]
    return plot({name: {int(n): seen["p95"] for n, seen in of.items()} for name, of in crowds.items()}, CAPTION)


def write(figures: report.Figures) -> None:
    """Keep the figures, and put them into the plot, the table and the plan."""
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    PLOT.write_text(plot_of(figures))
    PERFORMANCE.write_text(replaced(PERFORMANCE.read_text(), BEGIN, END, section(figures)))
    CAPACITY.write_text(replaced(CAPACITY.read_text(), plan.BEGIN, plan.END, planned(figures)))


def replaced(text: str, begin: str, end: str, part: str) -> str:
    """A text with another part from one mark to the other, marks and all. Raises ValueError where it has none."""
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"the page has lost its mark {(end if found else begin).strip()}")
    return before + part + after


def main(
    keep: Annotated[bool, typer.Option("--write", help="Put the figures into docs/ and the plot.")] = False,
    seconds: Annotated[float, typer.Option(help="Of each crowd.")] = 5,
    long_s: Annotated[float, typer.Option(help="Of the crowd of 200.")] = 60,
    only: Annotated[
        list[Part], typer.Option(help="Measure this part again, and keep the others; again for more.")
    ] = [],  # noqa: B006
) -> None:
    """Measure and print the table and the plan."""
    kept = json.loads(FIGURES.read_text()) if only else {}
    if only and kept["machine"] != machine():
        raise typer.BadParameter(f"the figures that are kept come from another machine: {kept['machine']}")
    figures = measure(seconds, long_s, only, kept)
    print(report.table(figures))
    print(plan.section(figures), end="")
    if keep:
        write(figures)


if __name__ == "__main__":
    typer.run(main)
