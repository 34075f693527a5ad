"""The `train` command: what the images are, what to train, then `fit`, with progress on the terminal."""

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import torch
import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from latent_explorer.app.cli.image_source import ImageSource, OwnSource, source_of
from latent_explorer.app.cli.loss_plot import CURVES, curves
from latent_explorer.app.cli.terminal import check_device, console, judge_of, plain_errors
from latent_explorer.app.cli.training_jobs import Job, TrainingRun, check_options, jobs
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.config import MNIST, ImageSet, Kind
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import draw_sample
from latent_explorer.model.measures.evaluate import evaluate_judge
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.image_sets import judge_folder, read_set, sample_for, write_set
from latent_explorer.model.training.distributed import together
from latent_explorer.model.training.fit import Observer, Stopped, fit
from latent_explorer.model.training.folder_lock import lock_folder
from latent_explorer.model.training.snapshots import SnapshotPlan
from latent_explorer.model.training.trainer import Epoch

MOST_LINES = 100  # of epochs, on the terminal
NAMES: dict[Kind, str] = {"ae": "an autoencoder", "vae": "a VAE", "judge": "a judge"}


@plain_errors()
def train_model(run: TrainingRun) -> None:
    """Train, resuming where an earlier run of the same configuration stopped. Exits with status 130 on Ctrl-C."""
    check_options(run)
    with together(run.device) as rank:
        # Each machine has a command line of its own; the leader's applies to all.
        source = source_of(run.data, run.reading)
        todo = rank.of_first(lambda: jobs(run, source))
        with rank.in_turn():
            data = prepare(run, source, rank.count)
        if rank.leads:
            keep_set(run, source, todo)
        for job in todo:
            with told_when_stopped(job.folder), TrainingProgress.shown(job, source.images) as progress:
                fit(job.folder, job.model, job.training, data, images=source.images, device=run.device, rank=rank,
                    observer=progress, start=job.start, snapshots=plan_of(run, job, source.images))  # fmt: skip
            if rank.leads:
                told_at_end(job, source)
        if rank.leads and source.images != MNIST:
            console.print(f"to serve: latent-explorer serve --models {run.out}", markup=False, highlight=False)


def prepare(run: TrainingRun, source: ImageSource, processes: int = 1) -> ImageData:
    """Check the device, set torch's threads, and load the training images, of MNIST fetched if missing."""
    check_device(run.device, processes)
    torch.set_num_threads(run.threads)
    return source.load("train")


def keep_set(run: TrainingRun, source: ImageSource, todo: list[Job]) -> None:
    """Write what the images are, and a sample of the test images, beside the models; MNIST's are shipped.

    What was understood of the user's own is told. A judge that lies there stays if it is that which is to be trained.
    """
    if isinstance(source, OwnSource):
        source.tell()
    if source.images != MNIST:
        write_set(run.out, draw_sample(source.images, source.load("test")), asdict(run.reading))
        for job in todo:
            if job.folder == judge_folder(run.out, source.images):
                forget_other_judge(job, source.images)


def plan_of(run: TrainingRun, job: Job, images: ImageSet) -> SnapshotPlan | None:
    """What is kept of a job's moments, if any is to be; a judge has no codes to keep."""
    if not run.snapshots or job.model.kind == "judge":
        return None
    return SnapshotPlan(run.snapshots, judge_of(job.folder, sample_for(job.folder, images)))


def forget_other_judge(judge: Job, images: ImageSet) -> None:
    """Remove a set's judge that was trained otherwise, as where the set has more images by now.

    Raises ConfigError while another training is at work on it.
    """
    wanted = judge.model, judge.training, images
    if (judge.folder / checkpoint.CONFIG).is_file() and checkpoint.read_config(judge.folder) != wanted:
        with lock_folder(judge.folder):
            shutil.rmtree(judge.folder)


def told_at_end(job: Job, source: ImageSource) -> None:
    """Say where a model was saved; of a judge also how often it is right, which is measured first."""
    console.print(f"saved in {job.folder}", markup=False, highlight=False)
    if job.model.kind == "judge" and source.images != MNIST:
        judge = JudgeCodec(checkpoint.load(job.folder), read_set(job.folder.parent))
        metrics = evaluate_judge(judge, source.load("test"))
        files.write_json(job.folder / checkpoint.METRICS, metrics)
        right, of = 100 * metrics["test"]["accuracy"], metrics["test"]["images"]
        console.print(f"the judge reads {right:.1f} % of {of:,} test images right", markup=False, highlight=False)


@contextmanager
def told_when_stopped(folder: Path) -> Iterator[None]:
    """If Ctrl-C stops training, say what is left in the folder and how to continue, and exit with status 130."""
    try:
        yield
    except Stopped:
        console.print(f"stopped; {folder} can be used as it is, and the same command goes on from the last whole epoch")
        raise typer.Exit(130) from None


class TrainingProgress(Observer):
    """Shows a bar and a line for each epoch, and draws the loss curves into the model's folder."""

    def __init__(self, folder: Path, what: str, bar: Progress) -> None:
        self._folder, self._what, self._bar = folder, what, bar
        self._epochs, self._task, self._every = 0, TaskID(0), 1

    @classmethod
    @contextmanager
    def shown(cls, job: Job, images: ImageSet) -> Iterator["TrainingProgress"]:
        """An observer whose bar is stopped at the end, also after an error."""
        loss = TextColumn("{task.fields[loss]:.2f} nats")
        bar = Progress(TextColumn("{task.description}"), BarColumn(), loss, TimeRemainingColumn(), console=console)
        try:
            yield cls(job.folder, f"{NAMES[job.model.kind]} of {images.id}", bar)
        finally:
            bar.stop()

    def on_start(self, done: int, epochs: int, steps_per_epoch: int) -> None:
        """Say what is trained and for how long, and show the bar, at its start or where an earlier run stopped."""
        how = " is trained already" if done == epochs else f": {self._what}, {epochs} epoch{'s' if epochs > 1 else ''}"
        console.print(f"{self._folder}{how}", markup=False, highlight=False)
        if 0 < done < epochs:
            console.print(f"going on after epoch {done} of {epochs}")
        total, completed = epochs * steps_per_epoch, done * steps_per_epoch
        self._epochs, self._every = epochs, math.ceil(epochs / MOST_LINES)
        self._task = self._bar.add_task(self._folder.name, total=total, completed=completed, loss=0.0)
        self._bar.start()

    def on_step(self, step: int, loss: float) -> None:
        """Advance the bar."""
        self._bar.update(self._task, advance=1, loss=loss)

    def on_save(self, history: list[Epoch]) -> None:
        """Draw the loss curves. Raises CheckpointError if they can't be written."""
        files.write(self._folder / CURVES, curves(self._folder.name, history).encode())

    def on_epoch(self, epoch: Epoch) -> None:
        """Print the epoch's losses; of very many epochs only some."""
        if (epoch.number + 1) % self._every and epoch.number + 1 < self._epochs:
            return
        losses = f"train {epoch.train_loss:8.3f}  validation {epoch.validation_loss:8.3f} nats"
        line = f"epoch {epoch.number + 1:3d}/{self._epochs}  {losses}  {epoch.seconds:5.1f} s"
        self._bar.console.print(line, highlight=False)
