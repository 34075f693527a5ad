"""What `train` does at a terminal: show progress, keep what a stop leaves, go on after it.

Of many processes the first alone does that; the others follow it without a word.
"""

import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import torch
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from latent_explorer.app.cli.loss_plot import curves
from latent_explorer.app.cli.terminal import console, fetch_missing, find, keep_cloud, plain_errors
from latent_explorer.model.config import ConfigError, ModelConfig, TrainConfig, check_id
from latent_explorer.model.datasets.mnist import load_mnist, split_validation
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import HISTORY
from latent_explorer.model.training.distributed import Rank, together
from latent_explorer.model.training.trainer import STATE, Epoch, Trainer

if sys.platform != "win32":
    import fcntl

CURVES = "history.svg"


@dataclass(frozen=True)
class TrainingRun:
    """What the command line asked for: fields of ModelConfig and of TrainConfig, over those of the model `like`."""

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
    """Train, saving after every epoch; goes on where an earlier run of the same configuration stopped."""
    with together(run.device) as rank, stopped_by_torchrun(rank):
        # Each machine has a command line of its own: what the first was told holds for all.
        model, config = rank.of_first(lambda: configure(run))
        with rank.in_turn():
            trainer = _prepare(run, model, config, rank)
        if rank.leads:
            with alone_in(run.out / run.name):
                _go_on(trainer, run.out / run.name)
        else:
            _follow(trainer)


def _prepare(run: TrainingRun, model: ModelConfig, config: TrainConfig, rank: Rank) -> Trainer:
    check_id(run.name, "--model")
    if run.device != "cpu" and not torch.cuda.is_available():
        raise ConfigError(f"this machine has no device {run.device!r}; leave --device at cpu")
    torch.set_num_threads(run.threads)
    fetch_missing(run.data, "train")
    training, validation = split_validation(load_mnist(run.data, "train"), config.validation_images, config.seed)
    return Trainer(model, config, training, validation, run.device, rank)


def _go_on(trainer: Trainer, folder: Path) -> None:
    if (folder / STATE).is_file():
        trainer.resume(folder)
        console.print(f"going on after epoch {len(trainer.history)} of {trainer.config.epochs}")
    elif _is_trained(folder):
        raise ConfigError(f"{folder} holds a model, and no {STATE} to go on from; give another --model or --out")
    trainer.follow_first()
    _run_epochs(trainer, folder)


def _follow(trainer: Trainer) -> None:
    trainer.follow_first()
    while len(trainer.history) < trainer.config.epochs:
        trainer.run_epoch()


@contextmanager
def stopped_by_torchrun(rank: Rank) -> Iterator[None]:
    """Take SIGTERM, by which torchrun ends its processes, as Ctrl-C in the first; the others end when it has ended.

    So whatever the first still has to save or to say comes whole. Alone all stays as the system has it.
    """
    if rank.count == 1:
        yield
        return
    try:
        _at_stops(_stop_once if rank.leads else signal.SIG_IGN)
        yield
    finally:
        _at_stops(signal.SIG_IGN)  # it is ending


def _at_stops(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _stop_once(number: int, frame: FrameType | None) -> None:
    """Ctrl-C. A second one, as where a supervisor tells torchrun and its processes, must not cut short the saving."""
    _at_stops(signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Make the folder, and hold it while training: two in one folder would take turns in overwriting each other.

    The system lets go of it even where the process is killed. Raises ConfigError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise ConfigError(f"{folder} can't be written to; give another --out")
    if sys.platform == "win32":  # where no folder can be held
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        _lock(held, folder)
        yield
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConfigError(f"another training is at work in {folder}; wait for it, or give another --model") from error


def _is_trained(folder: Path) -> bool:
    """Whether a model is there that training would overwrite; what Ctrl-C in a first epoch left is none."""
    return (folder / checkpoint.WEIGHTS).is_file() and checkpoint.read_json(folder / HISTORY).get("epochs") != []


def configure(run: TrainingRun) -> tuple[ModelConfig, TrainConfig]:
    """The configuration asked for. Raises ConfigError, and CheckpointError where there is no model `like`."""
    if run.like is None:
        return ModelConfig.from_json({"kind": "vae"} | run.fields), TrainConfig.from_json(run.budget)
    shown = checkpoint.load(find(run.like))
    return (
        ModelConfig.from_json(shown.model.to_json() | run.fields),
        TrainConfig.from_json(shown.training.to_json() | run.budget),
    )


def _run_epochs(trainer: Trainer, folder: Path) -> None:
    loss_column = TextColumn("{task.fields[loss]:.2f} nats")
    columns = (TextColumn("{task.description}"), BarColumn(), loss_column, TimeRemainingColumn())
    with saved_at_interrupt(trainer, folder), Progress(*columns, console=console) as progress:
        steps = trainer.steps_per_epoch * trainer.config.epochs
        done = trainer.steps_per_epoch * len(trainer.history)
        task = progress.add_task("training", total=steps, completed=done, loss=0.0)
        while len(trainer.history) < trainer.config.epochs:
            epoch = trainer.run_epoch(lambda _, loss: progress.update(task, advance=1, loss=loss))
            if not math.isfinite(epoch.train_loss + epoch.validation_loss):
                raise ConfigError(f"the loss of epoch {epoch.number + 1} is {epoch.train_loss} nats: lower --rate")
            trainer.save(folder)
            _draw_curves(trainer, folder)
            progress.console.print(_epoch_line(epoch, trainer.config.epochs), highlight=False)
    trainer.save_weights(folder)
    _draw_curves(trainer, folder)
    keep_cloud(folder)
    console.print(f"saved in {folder}")


def _draw_curves(trainer: Trainer, folder: Path) -> None:
    files.write(folder / CURVES, curves(folder.name, trainer.history).encode())


@contextmanager
def saved_at_interrupt(trainer: Trainer, folder: Path) -> Iterator[None]:
    """At Ctrl-C leave the averaged weights as they are then, usable; what resuming needs stays at the whole epoch."""
    try:
        yield
    except KeyboardInterrupt:
        trainer.save_weights(folder)
        console.print(f"stopped; {folder} can be used as it is, and the same command goes on from the last whole epoch")
        raise typer.Exit(130) from None


def _epoch_line(epoch: Epoch, epochs: int) -> str:
    losses = f"train {epoch.train_loss:8.3f}  validation {epoch.validation_loss:8.3f} nats"
    return f"epoch {epoch.number + 1:3d}/{epochs}  {losses}  {epoch.seconds:5.1f} s"
