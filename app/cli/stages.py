"""A progress bar for each stage of a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from latent_explorer.app.cli.terminal import console
from latent_explorer.model.measures.evaluate import Progress as Tell


@contextmanager
def stages(title: str) -> Iterator[Tell]:
    """What a measurement calls with its stage, and how far along it is: each stage has a bar of its own."""
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console) as progress:
        bars: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(f"{title}: {stage}", total=total)
            progress.update(bars[stage], completed=done, total=total)

        yield tell
