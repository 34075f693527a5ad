"""What `train` and `evaluate` do at a terminal: find the data, show progress, say plainly what went wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import torch
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from app import report
from model import checkpoint
from model.checkpoint import Checkpoint, CheckpointError
from model.codec import Codec, JudgeCodec
from model.config import ConfigError, ModelConfig, TrainConfig
from model.data import DataError, Digits, load_mnist, split_validation
from model.download import download, missing_files
from model.evaluate import evaluate, evaluate_judge
from model.registry import ZOO
from model.train import STATE, Epoch, Trainer

console = Console(stderr=True)


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


def fail(error: Exception) -> NoReturn:
    """End the command with one sentence and status 1."""
    console.print(f"[bold red]error:[/] {escape(str(error))}", highlight=False)
    raise typer.Exit(1)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show the errors that a user can act on as one sentence, not as a traceback."""
    try:
        yield
    except (ConfigError, DataError, CheckpointError, OSError) as error:
        fail(error)


def fetch_missing(folder: Path) -> None:
    """Download what the folder lacks of MNIST, with a progress bar in bytes."""
    missing = missing_files(folder)
    if not missing:
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console) as progress:
        for name in missing:
            download(folder, name, _byte_bar(progress, name))


def _byte_bar(progress: Progress, name: str) -> Callable[[int, int], None]:
    task = progress.add_task(name, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total or None)


@plain_errors()
def train_model(run: TrainingRun) -> None:
    """Train, saving after every epoch; goes on where an earlier run of the same configuration stopped."""
    if run.device != "cpu" and not torch.cuda.is_available():
        raise ConfigError(f"this machine has no device {run.device!r}; leave --device at cpu")
    torch.set_num_threads(run.threads)
    model, config = configure(run)
    fetch_missing(run.data)
    training, validation = split_validation(load_mnist(run.data, "train"), config.validation_images, config.seed)
    trainer, folder = Trainer(model, config, training, validation, run.device), run.out / run.name
    if (folder / STATE).is_file():
        trainer.resume(folder)
        console.print(f"going on after epoch {len(trainer.history)} of {config.epochs}")
    _run_epochs(trainer, folder)


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
    folder.mkdir(parents=True, exist_ok=True)
    loss_column = TextColumn("{task.fields[loss]:.2f} nats")
    columns = (TextColumn("{task.description}"), BarColumn(), loss_column, TimeRemainingColumn())
    with saved_at_interrupt(trainer, folder), Progress(*columns, console=console) as progress:
        steps = trainer.steps_per_epoch * trainer.config.epochs
        done = trainer.steps_per_epoch * len(trainer.history)
        task = progress.add_task("training", total=steps, completed=done, loss=0.0)
        while len(trainer.history) < trainer.config.epochs:
            epoch = trainer.run_epoch(lambda _, loss: progress.update(task, advance=1, loss=loss))
            trainer.save(folder)
            progress.console.print(_epoch_line(epoch, trainer.config.epochs), highlight=False)
    console.print(f"saved in {folder}")


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


@dataclass(frozen=True)
class Measurement:
    """How a checkpoint is to be measured."""

    data: Path
    iwae_k: int
    threads: int


@plain_errors()
def evaluate_model(name: str, twin: bool, measurement: Measurement) -> None:
    """Measure a shipped model or a checkpoint's folder on the test set, write metrics.json, print a table.

    With `twin` its twin is measured too, and the table shows the autoencoder's figures beside the VAE's.
    """
    torch.set_num_threads(measurement.threads)
    folder = find(name)
    loaded = checkpoint.load(folder)
    other = twin_of(loaded, folder) if twin else None
    fetch_missing(measurement.data)
    metrics = _measure(loaded, folder, measurement)
    if other is None:
        Console().print(report.whole(loaded.id, metrics))
        return
    both = {loaded.model.kind: metrics, other[0].model.kind: _measure(*other, measurement)}
    Console().print(report.comparison(both["ae"], both["vae"]))


def find(name: str) -> Path:
    """The folder of a shipped model's id, else the folder of that name."""
    return ZOO / name if (ZOO / name).is_dir() else Path(name)


def twin_of(loaded: Checkpoint, folder: Path) -> tuple[Checkpoint, Path]:
    """A model's twin, from the folder beside its own. Raises ConfigError where it names none of the other kind."""
    if loaded.model.twin is None:
        raise ConfigError(f"{loaded.id} names no twin; leave --twin out")
    beside = folder.resolve().parent / loaded.model.twin
    other = checkpoint.load(beside)
    if {loaded.model.kind, other.model.kind} != {"ae", "vae"}:
        raise ConfigError(f"{other.id} is not of the other kind: twins are one autoencoder and one VAE")
    return other, beside


def _measure(loaded: Checkpoint, folder: Path, how: Measurement) -> dict[str, Any]:
    test, judge_folder = load_mnist(how.data, "test"), ZOO / "judge"
    if loaded.model.kind == "judge":
        metrics = evaluate_judge(JudgeCodec(loaded), test)
    else:
        judge = JudgeCodec(checkpoint.load(judge_folder)) if judge_folder.is_dir() else None
        with _stages(loaded.id) as progress:
            training = training_of(loaded, how.data)
            metrics = evaluate(Codec(loaded), judge, test, training, how.iwae_k, progress)
    checkpoint.write_json(folder / checkpoint.METRICS, metrics)
    return metrics


def training_of(loaded: Checkpoint, data: Path) -> Digits:
    """The images that the checkpoint was trained on: those of the training files but for its validation split."""
    config = loaded.training
    return split_validation(load_mnist(data, "train"), config.validation_images, config.seed)[0]


@contextmanager
def _stages(title: str) -> Iterator[Callable[[str, int, int], None]]:
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console) as progress:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(f"{title}: {stage}", total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield report
