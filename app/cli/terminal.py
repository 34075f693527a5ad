"""Shared by the commands: the console, errors as one sentence, devices, download of MNIST, models by name, judges."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import torch
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.config import ID, MNIST, ConfigError
from latent_explorer.model.datasets.download import download, missing_files
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import Split
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import CONFIG, CheckpointError, load
from latent_explorer.model.store.image_sets import judge_folder

console = Console(stderr=True)


def fail(error: Exception) -> NoReturn:
    """Print the error's message and exit with status 1."""
    console.print(f"[bold red]error:[/] {escape(str(error))}", highlight=False)
    raise typer.Exit(1)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Print errors that a user can act on as one sentence instead of a traceback, and exit with status 1."""
    try:
        yield
    except (ConfigError, DataError, CheckpointError, HalfError, OSError) as error:
        fail(error)


def check_device(device: str, processes: int = 1) -> None:
    """Raise ConfigError unless torch computes on the device here, in as many processes."""
    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if device not in here:
        raise ConfigError(f"there is no device {device!r}; --device takes {', '.join(here)}")
    if not here[device]:
        raise ConfigError(f"this machine, or its PyTorch, has no device {device!r}; leave --device at cpu")
    if device == "mps" and processes > 1:
        raise ConfigError("mps is one GPU, for one process; start it without torchrun, or leave --device at cpu")


def fetch_missing(folder: Path, *splits: Split) -> None:
    """Download what the folder lacks of MNIST's splits, with a progress bar."""
    missing = missing_files(folder, *splits)
    if not missing:
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console) as progress:
        for name in missing:
            download(folder, name, _byte_bar(progress, name))


def _byte_bar(progress: Progress, name: str) -> Callable[[int, int], None]:
    task = progress.add_task(name, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total or None)


def find(name: str) -> Path:
    """The checkpoint's folder at this path, else that of the shipped model of this id. Raises ConfigError if none is.

    So in a folder of one's own runs a model of a shipped one's name is one's own.
    """
    here, shipped_one = Path(name), [ZOO / name] if ID.fullmatch(name) else []
    for folder in (*([here] if (here / CONFIG).is_file() else []), *shipped_one, here):
        if folder.is_dir():
            return folder
    shipped = ", ".join(sorted(path.name for path in ZOO.iterdir() if path.is_dir()))
    raise ConfigError(f"{name} is no checkpoint's folder, and no shipped model; those are {shipped}")


def judge_of(folder: Path, sample: Sample) -> JudgeCodec | None:
    """The judge of a model's images: the shipped one of MNIST, else that which stands beside the model's folder.

    None if there is none, or if the images have no two classes to judge.
    """
    if len(sample.images.classes) < 2:
        return None
    place = judge_folder(ZOO if sample.images == MNIST else folder.resolve().parent, sample.images)
    return JudgeCodec(load(place), sample) if place.is_dir() else None
