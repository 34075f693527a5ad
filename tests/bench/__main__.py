"""`make bench`: all measurements in one run of some minutes; the table, the plot, the README's section of them."""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from tests.bench import measures, report
from tests.bench.plot import plot
from tests.bench.servers import pinned

HERE = Path(__file__).parent
FIGURES, PLOT, README = HERE / "figures.json", HERE / "p95.svg", HERE.parent.parent / "README.md"
BEGIN, END = "<!-- What `python -m tests.bench --write` measured; a test compares. -->\n", "<!-- end of the bench -->\n"
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
    """The README's part between its marks."""
    return f"{BEGIN}{report.table(figures)}{END}"


def measure(seconds: float, long_s: float) -> report.Figures:
    """Everything, one after another."""

    def say(what: str) -> None:
        typer.echo(f"  {what} …", err=True)

    return {
        "machine": machine(),
        "crowds": measures.crowds(say, seconds, long_s),
        "decodes": measures.decodes(say, seconds),
        "tiles": measures.tiles(say),
        "bursts": measures.bursts(say),
        "starts": measures.starts(say),
        "memory": measures.memory(say),
        "screen": measures.screen(say),
        "paints": measures.paints(say),
    }


def plot_of(figures: report.Figures) -> str:
    """The 95th percentile against the number of visitors."""
    crowds = figures["crowds"]
    return plot({name: {int(n): seen["p95"] for n, seen in of.items()} for name, of in crowds.items()}, CAPTION)


def write(figures: report.Figures) -> None:
    """Keep the figures, and put them into the README and the plot."""
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    PLOT.write_text(plot_of(figures))
    text = README.read_text()
    before, _, rest = text.partition(BEGIN)
    README.write_text(before + section(figures) + rest.partition(END)[2])


def main(
    keep: Annotated[bool, typer.Option("--write", help="Put the figures into the README and the plot.")] = False,
    seconds: Annotated[float, typer.Option(help="Of each crowd.")] = 5,
    long_s: Annotated[float, typer.Option(help="Of the crowd of 200.")] = 60,
) -> None:
    """Measure and print the table."""
    figures = measure(seconds, long_s)
    print(report.table(figures))
    if keep:
        write(figures)


if __name__ == "__main__":
    typer.run(main)
