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
from rich.table import Table

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
    """What the command line asked for; `fields` are those of ModelConfig."""

    name: str
    fields: dict[str, Any]
    epochs: int
    augment: float
    seed: int
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
    model = ModelConfig.from_json(run.fields)
    config = TrainConfig(epochs=run.epochs, augment=run.augment, seed=run.seed)
    fetch_missing(run.data)
    training, validation = split_validation(load_mnist(run.data, "train"), config.validation_images, config.seed)
    trainer, folder = Trainer(model, config, training, validation, run.device), run.out / run.name
    if (folder / STATE).is_file():
        trainer.resume(folder)
        console.print(f"going on after epoch {len(trainer.history)} of {config.epochs}")
    _run_epochs(trainer, folder)


def _run_epochs(trainer: Trainer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    loss_column = TextColumn("{task.fields[loss]:.2f} nats")
    columns = (TextColumn("{task.description}"), BarColumn(), loss_column, TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        steps = trainer.steps_per_epoch * trainer.config.epochs
        done = trainer.steps_per_epoch * len(trainer.history)
        task = progress.add_task("training", total=steps, completed=done, loss=0.0)
        while len(trainer.history) < trainer.config.epochs:
            epoch = trainer.run_epoch(lambda _, loss: progress.update(task, advance=1, loss=loss))
            trainer.save(folder)
            progress.console.print(_epoch_line(epoch, trainer.config.epochs), highlight=False)
    console.print(f"saved in {folder}")


def _epoch_line(epoch: Epoch, epochs: int) -> str:
    losses = f"train {epoch.train_loss:8.3f}  validation {epoch.validation_loss:8.3f} nats"
    return f"epoch {epoch.number + 1:3d}/{epochs}  {losses}  {epoch.seconds:5.1f} s"


@plain_errors()
def evaluate_model(name: str, data: Path, iwae_k: int, threads: int) -> None:
    """Measure a shipped model or a checkpoint's folder on the test set, write metrics.json, print a table."""
    torch.set_num_threads(threads)
    folder = ZOO / name if (ZOO / name).is_dir() else Path(name)
    loaded, judge_folder = checkpoint.load(folder), ZOO / "judge"
    fetch_missing(data)
    test = load_mnist(data, "test")
    if loaded.model.kind == "judge":
        metrics = evaluate_judge(JudgeCodec(loaded), test)
    else:
        judge = JudgeCodec(checkpoint.load(judge_folder)) if judge_folder.is_dir() else None
        with _stages() as progress:
            metrics = evaluate(Codec(loaded), judge, test, training_of(loaded, data), iwae_k, progress)
    checkpoint.write_json(folder / checkpoint.METRICS, metrics)
    Console().print(_table(loaded.id, metrics))


def training_of(loaded: Checkpoint, data: Path) -> Digits:
    """The images that the checkpoint was trained on: those of the training files but for its validation split."""
    config = loaded.training
    return split_validation(load_mnist(data, "train"), config.validation_images, config.seed)[0]


@contextmanager
def _stages() -> Iterator[Callable[[str, int, int], None]]:
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console) as progress:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield report


def _table(title: str, metrics: dict[str, Any]) -> Table:
    table = Table("figure", "value", title=title)
    for key, value in _flatten(metrics):
        table.add_row(key, f"{value:.4f}" if isinstance(value, float) else str(value))
    return table


def _flatten(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested metrics as dotted names; a figure with its interval becomes one row."""
    if isinstance(value, dict) and set(value) == {"value", "low", "high"}:
        yield prefix, f"{value['value']:.4f}  [{value['low']:.4f}, {value['high']:.4f}]"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{prefix}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _flatten(inner, f"{prefix}[{index}]")
    else:
        yield prefix, value
