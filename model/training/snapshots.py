"""Moments of a training, kept as it goes: what a checkpoint would have been then, and its figures.

Those of averaged weights, which are what a checkpoint holds: who looks at a moment sees the model that one would have
had, had training stopped there.
"""

import copy
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ConfigError
from latent_explorer.model.measures.moment import DRAWN, MOVED, STEP, measure_moment
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.search import spread_starts
from latent_explorer.model.store import files
from latent_explorer.model.store.checkpoint import Checkpoint, CheckpointError, as_stored, ready, write_tensors
from latent_explorer.model.store.image_sets import sample_for
from latent_explorer.model.store.snapshots import FIGURES, TENSORS
from latent_explorer.model.training.trainer import Trainer

FIRST = 200  # the first moment after the start is a two-hundredth of all steps
TRAINED = 1_000  # training images whose loss is measured
ABOUT = "about"  # one entry, as safetensors writes several in an order that changes from file to file


@dataclass(frozen=True)
class SnapshotPlan:
    """How many moments to keep, and who judges what is decoded then."""

    count: int
    judge: JudgeCodec | None


@dataclass(frozen=True)
class Moment:
    """A model after so many steps: float16 tensors by name, and figures. Axes are in the order of training."""

    step: int
    tensors: dict[str, Tensor]
    figures: dict[str, Any]


def moments(steps: int, count: int) -> list[int]:
    """At most `count` numbers of steps, from 0 to `steps`, each as many times the one before: most happens early."""
    first = max(1, steps // FIRST)
    later = np.geomspace(first, steps, max(1, count - 1)) if count > 2 else np.array([steps])
    return sorted({0, *(round(step) for step in later)})


class Snapshots:
    """What is kept of a training in its folder, in one file, and the figures in another that is made of it."""

    def __init__(self, folder: Path, trainer: Trainer, plan: SnapshotPlan) -> None:
        self._folder, self._trainer, self._judge = folder, trainer, plan.judge
        self._when = moments(trainer.config.epochs * trainer.steps_per_epoch, plan.count)
        self._kept: list[Moment] = []
        self._about = {"revision": ""}

    def resume(self, done: int) -> None:
        """Read what was kept up to the step that training goes on from, and begin where it starts.

        Raises ConfigError if it lacks one of these moments, and CheckpointError if it is damaged.
        """
        self._kept = [one for one in _read(self._folder) if one.step <= done] if done else []
        if [one.step for one in self._kept] != (wanted := [step for step in self._when if done and step <= done]):
            raise ConfigError(
                f"{self._folder} was trained without these {len(wanted)} moments so far, and keeps "
                f"{len(self._kept) or 'none'}: give the same --snapshots as then, or another --out"
            )
        if not done:
            self.after(0)

    def after(self, step: int) -> None:
        """Keep the model as it is after so many steps, if this is one of the moments."""
        if step in self._when:
            self._kept.append(self._moment(step))
            self._write()

    def belong_to(self, saved: Checkpoint) -> None:
        """Take the order of axes in which the trainer has just saved, and the revision that it has."""
        self._about = {"revision": saved.revision}
        self._write()

    def _moment(self, step: int) -> Moment:
        trainer = self._trainer
        losses = self._losses(step)
        averaged = copy.deepcopy(trainer.average.module)
        assert isinstance(averaged, Autoencoder)
        spread_starts(averaged, trainer.codes(averaged))
        network = ready(as_stored(averaged))
        assert isinstance(network, Autoencoder)
        codec = Codec(Checkpoint("", network, trainer.model, trainer.config, {}, {}, "", trainer.images))
        images = sample_for(self._folder, trainer.images).pixels
        mu, sigma = code = codec.encode(images)
        codes = {"mu": mu} if sigma is None else {"mu": mu, "sigma": sigma}
        tensors = {name: torch.from_numpy(values).half() for name, values in codes.items()}
        tensors |= {f"decoder.{name}": values.half() for name, values in network.decoder.state_dict().items()}
        seen = {"step": step, "images_seen": step * min(trainer.config.batch_size, len(trainer.x))}
        return Moment(step, tensors, seen | losses | measure_moment(codec, self._judge, images, code))

    def _losses(self, step: int) -> dict[str, float]:
        """Mean losses of the averaged weights, nats per image. Raises ConfigError if they are no numbers."""
        trainer = self._trainer
        train, validation = trainer.mean_loss(trainer.x[:TRAINED], trainer.y[:TRAINED]), trainer.validate()
        if not math.isfinite(train + validation):
            raise ConfigError(f"the loss after {step} steps is {train} nats: lower --rate")
        return {"train_loss": train, "validation_loss": validation}

    def _write(self) -> None:
        order = self._trainer.order.cpu()
        kept = [_reordered(one, order) for one in self._kept]
        named = {f"{i}.{name}": values for i, one in enumerate(kept) for name, values in one.tensors.items()}
        figures = [one.figures for one in kept]
        about = self._about | {"order": order.tolist(), "moments": figures}
        write_tensors(self._folder / TENSORS, named, {ABOUT: json.dumps(about)})
        sample = sample_for(self._folder, self._trainer.images)
        measured_on = {
            "train": min(TRAINED, len(self._trainer.x)),
            "validation": len(self._trainer.validation[0]),
            "sample": len(sample),
            "moved": min(MOVED, len(sample)),
            "drawn": DRAWN,
        }
        told = self._about | {"step_length": STEP, "images": measured_on, "moments": figures}
        files.write_json(self._folder / FIGURES, told)


def _reordered(moment: Moment, order: Tensor) -> Moment:
    """The same with axis i being what axis order[i] was; order is (d,)."""
    tensors = {name: _of_axes(name, values, order) for name, values in moment.tensors.items()}
    per_axis = moment.figures["kl_per_dim"]
    sorted_kl = None if per_axis is None else [per_axis[axis] for axis in order.tolist()]
    return Moment(moment.step, tensors, moment.figures | {"kl_per_dim": sorted_kl})


def _of_axes(name: str, values: Tensor, order: Tensor) -> Tensor:
    if name.endswith("frequencies"):  # (d, count)
        return values[order]
    if name in ("mu", "sigma"):  # (n, d)
        return values[:, order]
    if name.endswith("lift.weight"):  # (width, d + 2·count)
        return torch.cat([values[:, order], values[:, len(order) :]], dim=1)
    return values


def _read(folder: Path) -> list[Moment]:
    """What `Snapshots` wrote, in the order of axes that training has; none if there is no file."""
    path = folder / TENSORS
    if not path.is_file():
        return []
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (safe_open is no mapping)
            about = json.loads(file.metadata()[ABOUT])
        back = torch.tensor(about["order"]).argsort()
        found = [Moment(one["step"], _numbered(tensors, i), one) for i, one in enumerate(about["moments"])]
        return [_reordered(one, back) for one in found]
    except (SafetensorError, KeyError, TypeError, ValueError, IndexError) as error:
        raise CheckpointError(f"{path} is damaged; move {folder} away to start again") from error


def _numbered(tensors: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    before = f"{number}."
    return {name.removeprefix(before): values for name, values in tensors.items() if name.startswith(before)}
