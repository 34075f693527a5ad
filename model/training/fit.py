"""A whole training run: resume, train epoch by epoch, save after each, keep the code cloud. Knows no terminal."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from latent_explorer.model.code_cloud import write_code_cloud
from latent_explorer.model.config import MNIST, ConfigError, ImageSet, ModelConfig, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData, split_validation
from latent_explorer.model.store.checkpoint import HISTORY, WEIGHTS, Checkpoint
from latent_explorer.model.store.files import read_json
from latent_explorer.model.training.distributed import ALONE, Rank
from latent_explorer.model.training.folder_lock import lock_folder
from latent_explorer.model.training.snapshots import SnapshotPlan, Snapshots
from latent_explorer.model.training.trainer import STATE, Epoch, Trainer

MOST_SAVES = 100  # a save takes longer than an epoch of a hundred images


class Stopped(KeyboardInterrupt):
    """Ctrl-C during training, once the folder holds the averaged weights as they were then."""


class Observer:
    """What a caller may watch: override what you need. Only the leading process calls it; raising ends the run."""

    def on_start(self, done: int, epochs: int, steps_per_epoch: int) -> None:
        """Training starts, or resumes after `done` of its `epochs`."""

    def on_step(self, step: int, loss: float) -> None:
        """A step of the current epoch is done; `loss` is the epoch's mean so far, nats per image."""

    def on_save(self, history: list[Epoch]) -> None:
        """A usable checkpoint with this history was written."""

    def on_epoch(self, epoch: Epoch) -> None:
        """An epoch is trained, validated and saved."""


UNOBSERVED = Observer()


def fit(
    folder: Path,
    model: ModelConfig,
    config: TrainConfig,
    data: ImageData,
    *,
    images: ImageSet = MNIST,
    device: str = "cpu",
    rank: Rank = ALONE,
    observer: Observer = UNOBSERVED,
    start: Checkpoint | None = None,
    snapshots: SnapshotPlan | None = None,
) -> None:
    """Train a model on `data`, images of the set `images`, less the validation split cut from them.

    It begins with the weights of `start`, a checkpoint of the same architecture, where that is given. Moments of the
    training are kept as `snapshots` says; what they hold changes nothing in it.

    Leaves its checkpoint in `folder`; its set, unless it is MNIST, must stand beside it (model/store/image_sets.py).
    Saves after every epoch, or of more than MOST_SAVES after some, and resumes a stopped run of the same configuration
    from the last that was saved, with the same result bit for bit. Same arguments, thread count and number of
    processes: same weights.

    Every process of `rank` calls it; only the leader touches the folder. Raises Stopped on Ctrl-C; ConfigError if
    another run holds the folder, it holds a finished model, or the loss diverges; CheckpointError if saving fails or
    the saved state is of another configuration; DataError if no validation split can be cut.
    """
    with rank.in_turn():
        split = split_validation(data, config.validation_images, config.seed)
        trainer = Trainer(model, config, *split, device, rank, images, start)
    if rank.leads:
        with lock_folder(folder):
            _lead(trainer, folder, observer, Snapshots(folder, trainer, snapshots) if snapshots else None)
    else:
        _follow(trainer)


def _lead(trainer: Trainer, folder: Path, observer: Observer, snapshots: Snapshots | None) -> None:
    _resume(trainer, folder)
    trainer.follow_first()
    if snapshots:
        folder.mkdir(parents=True, exist_ok=True)
        snapshots.resume(len(trainer.history) * trainer.steps_per_epoch)
    observer.on_start(len(trainer.history), trainer.config.epochs, trainer.steps_per_epoch)
    with _saved_when_stopped(trainer, folder, snapshots):
        _train(trainer, folder, observer, snapshots)
    saved = trainer.save_weights(folder)  # a run killed after its last epoch's state was written still lacks them
    observer.on_save(trainer.history)
    if snapshots:
        snapshots.belong_to(saved)
    if trainer.model.kind != "judge":
        write_code_cloud(folder, saved)


def _train(trainer: Trainer, folder: Path, observer: Observer, snapshots: Snapshots | None) -> None:
    def on_step(step: int, loss: float) -> None:
        if snapshots:
            snapshots.after(len(trainer.history) * trainer.steps_per_epoch + step + 1)
        observer.on_step(step, loss)

    every = math.ceil(trainer.config.epochs / MOST_SAVES)
    while len(trainer.history) < trainer.config.epochs:
        epoch = trainer.run_epoch(on_step)
        _check_finite(epoch)
        if len(trainer.history) % every == 0 or len(trainer.history) == trainer.config.epochs:
            trainer.save(folder)
            observer.on_save(trainer.history)
        observer.on_epoch(epoch)


def _follow(trainer: Trainer) -> None:
    trainer.follow_first()
    while len(trainer.history) < trainer.config.epochs:
        trainer.run_epoch()


def _resume(trainer: Trainer, folder: Path) -> None:
    if (folder / STATE).is_file():
        trainer.resume(folder)
    elif _holds_model(folder):
        raise ConfigError(f"{folder} holds a model, and no {STATE} to go on from; give another --model or --out")


def _holds_model(folder: Path) -> bool:
    """Whether training would overwrite a model; what Ctrl-C left within a first epoch does not count."""
    history = read_json(folder / HISTORY)
    return (folder / WEIGHTS).is_file() and history.get("epochs") != []


def _check_finite(epoch: Epoch) -> None:
    if not math.isfinite(epoch.train_loss + epoch.validation_loss):
        raise ConfigError(f"the loss of epoch {epoch.number + 1} is {epoch.train_loss} nats: lower --rate")


@contextmanager
def _saved_when_stopped(trainer: Trainer, folder: Path, snapshots: Snapshots | None) -> Iterator[None]:
    """On Ctrl-C write the averaged weights and raise Stopped; what a resume needs stays at the last saved epoch."""
    try:
        yield
    except KeyboardInterrupt:
        saved = trainer.save_weights(folder)
        if snapshots:
            snapshots.belong_to(saved)
        raise Stopped from None
