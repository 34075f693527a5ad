"""The `train` command: options to configurations, then `fit`, with progress on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from latent_explorer.app.cli.loss_plot import CURVES, curves
from latent_explorer.app.cli.terminal import check_device, console, fetch_missing, find, plain_errors
from latent_explorer.model.config import ModelConfig, TrainConfig, check_id
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.training.distributed import together
from latent_explorer.model.training.fit import Observer, Stopped, fit
from latent_explorer.model.training.trainer import Epoch


@dataclass(frozen=True)
class TrainingRun:
    """What the command line asked for; `fields` of ModelConfig and `budget` of TrainConfig override those of `like`."""

    name: str
    like: str | None
    fields: dict[str, Any]
    budget: dict[str, Any]
    threads: int
    device: str
    data: Path
    out: Path


@plain_errors()
def train_model(run: TrainingRun) -> None:
    """Train, resuming where an earlier run of the same configuration stopped. Exits with status 130 on Ctrl-C."""
    with together(run.device) as rank:
        # Each machine has a command line of its own; the leader's applies to all.
        model, config = rank.of_first(lambda: configure(run))
        with rank.in_turn():
            digits = prepare(run, rank.count)
        folder = run.out / run.name
        with told_when_stopped(folder), TrainingProgress.shown(folder) as progress:
            fit(folder, model, config, digits, device=run.device, rank=rank, observer=progress)
        if rank.leads:
            console.print(f"saved in {folder}")


def configure(run: TrainingRun) -> tuple[ModelConfig, TrainConfig]:
    """The configurations asked for. Raises ConfigError, or CheckpointError if the model `like` can't be read."""
    if run.like is None:
        return ModelConfig.from_json({"kind": "vae"} | run.fields), TrainConfig.from_json(run.budget)
    model, config, _ = checkpoint.read_config(find(run.like))
    return ModelConfig.from_json(model.to_json() | run.fields), TrainConfig.from_json(config.to_json() | run.budget)


def prepare(run: TrainingRun, processes: int = 1) -> ImageData:
    """Check the name and the device, set torch's threads, and load the training images, fetched if missing."""
    check_id(run.name, "--model")
    check_device(run.device, processes)
    torch.set_num_threads(run.threads)
    fetch_missing(run.data, "train")
    return load_mnist(run.data, "train")


@contextmanager
def told_when_stopped(folder: Path) -> Iterator[None]:
    """If Ctrl-C stops training, say what is left in the folder and how to continue, and exit with status 130."""
    try:
        yield
    except Stopped:
        console.print(f"stopped; {folder} can be used as it is, and the same command goes on from the last whole epoch")
        raise typer.Exit(130) from None


class TrainingProgress(Observer):
    """Shows a bar and a line per epoch, and draws the loss curves into the model's folder."""

    def __init__(self, folder: Path, bar: Progress) -> None:
        self._folder, self._bar, self._epochs, self._task = folder, bar, 0, TaskID(0)

    @classmethod
    @contextmanager
    def shown(cls, folder: Path) -> Iterator["TrainingProgress"]:
        """An observer whose bar is stopped at the end, also after an error."""
        loss = TextColumn("{task.fields[loss]:.2f} nats")
        bar = Progress(TextColumn("{task.description}"), BarColumn(), loss, TimeRemainingColumn(), console=console)
        try:
            yield cls(folder, bar)
        finally:
            bar.stop()

    def on_start(self, done: int, epochs: int, steps_per_epoch: int) -> None:
        """Show the bar, at its start or where an earlier run stopped."""
        if done:
            console.print(f"going on after epoch {done} of {epochs}")
        total, completed = epochs * steps_per_epoch, done * steps_per_epoch
        self._epochs, self._task = epochs, self._bar.add_task("training", total=total, completed=completed, loss=0.0)
        self._bar.start()

    def on_step(self, step: int, loss: float) -> None:
        """Advance the bar."""
        self._bar.update(self._task, advance=1, loss=loss)

    def on_save(self, history: list[Epoch]) -> None:
        """Draw the loss curves. Raises CheckpointError if they can't be written."""
        files.write(self._folder / CURVES, curves(self._folder.name, history).encode())

    def on_epoch(self, epoch: Epoch) -> None:
        """Print the epoch's losses."""
        losses = f"train {epoch.train_loss:8.3f}  validation {epoch.validation_loss:8.3f} nats"
        line = f"epoch {epoch.number + 1:3d}/{self._epochs}  {losses}  {epoch.seconds:5.1f} s"
        self._bar.console.print(line, highlight=False)
