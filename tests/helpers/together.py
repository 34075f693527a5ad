"""Processes that torchrun starts for tests.

`torchrun -m tests.helpers.together train …` is a tiny `latent-explorer train …`.
`torchrun -m tests.helpers.together FOLDER` trains several small models, and leaves what each process made of them.
"""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from latent_explorer.app.cli import commands, image_source, terminal, training_jobs
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms
from latent_explorer.model.training.distributed import ALONE, Rank, together
from latent_explorer.model.training.trainer import Epoch, Trainer
from tests.helpers.paths import ROOT

# Two channels a group: in a group of its own a channel's bias does nothing, and Adam enlarges its gradient's noise.
TINY = ModelConfig(
    kind="vae", encoder_channels=(4, 16), encoder_width=16, fourier_features=4, decoder_width=16, decoder_blocks=1
)
BUDGET = TrainConfig(epochs=2, batch_size=50, validation_images=20, average_decay=0.9, seed=1)
LOOPBACK = "lo0" if sys.platform == "darwin" else "lo"

# Without warps and noise the processes' steps are those of one; 37 images don't fall into two even shares.
RUNS: dict[str, tuple[ModelConfig, TrainConfig]] = {
    "ae": (replace(TINY, kind="ae"), replace(BUDGET, augment=0)),
    "uneven": (replace(TINY, kind="ae"), replace(BUDGET, augment=0, batch_size=37)),
    "vae": (TINY, BUDGET),
    "again": (TINY, BUDGET),
    "other": (TINY, replace(BUDGET, seed=2)),
    "bfloat16": (TINY, replace(BUDGET, precision="bfloat16")),
    "judge": (replace(TINY, kind="judge"), replace(BUDGET, epochs=1)),
    "judge again": (replace(TINY, kind="judge"), replace(BUDGET, epochs=1)),
}


def torchrun(*arguments: object, processes: int = 2, **environment: str) -> subprocess.Popen[str]:
    """So many processes of this module, which meet at this machine's own address."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes),
               "-m", "tests.helpers.together", *map(str, arguments)]  # fmt: skip
    known = {"GLOO_SOCKET_IFNAME": LOOPBACK, "OMP_NUM_THREADS": "1", "COLUMNS": "500"}
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | known | environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def ended(started: subprocess.Popen[str]) -> tuple[int, str]:
    """Its status and all that it said; far sooner than a lost process would be given up by itself."""
    try:
        said, _ = started.communicate(timeout=120)
    finally:
        started.terminate()  # killed, it would leave its processes behind
    return started.returncode, said


def small_digits() -> tuple[ImageData, ImageData]:
    sample = load_sample()
    return sample.take(np.arange(150)), sample.take(np.arange(150, 200))


def trained(name: str, rank: Rank = ALONE) -> tuple[Trainer, list[Tensor]]:
    """The trainer of one of RUNS at its end, and the images that each of its steps saw."""
    seen: list[Tensor] = []

    def spy(network: Autoencoder, x: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        if torch.is_grad_enabled():
            seen.append(x.clone())
        return loss_terms(network, x, generator)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("latent_explorer.model.training.trainer.loss_terms", spy)
        trainer = Trainer(*RUNS[name], *small_digits(), rank=rank)
        while len(trainer.history) < trainer.config.epochs:
            trainer.run_epoch()
    return trainer, seen


def made(name: str, rank: Rank = ALONE) -> dict[str, Any]:
    """What can be compared of a run."""
    trainer, seen = trained(name, rank)
    weights, average = (n.state_dict() for n in (trainer.network, trainer.average.module))
    losses = [(e.train_loss, e.validation_loss) for e in trainer.history]
    return {"weights": weights, "average": average, "losses": losses, "seen": seen}


def resumed(folder: Path, rank: Rank) -> dict[str, Any]:
    """The second epoch of `vae`, after a first that one process trained and kept in `folder`."""
    trainer = Trainer(*RUNS["vae"], *small_digits(), rank=rank)
    if rank.leads:
        trainer.resume(folder)
    trainer.follow_first()
    begun = {name: value.clone() for name, value in trainer.average.state_dict().items()}
    trainer.run_epoch()
    if rank.leads:
        trainer.save(folder)
    return {"begun": begun, "average": trainer.average.state_dict(), "history": len(trainer.history)}


def compare(folder: Path) -> None:
    """In each process: all RUNS, and a resumed one, kept as a file of this process."""
    torch.set_num_threads(1)
    with together("cpu") as rank:
        results = {name: made(name, rank) for name in RUNS} | {"resumed": resumed(folder / "alone", rank)}
        torch.save(results, folder / f"{rank.number}.pt")


def small(patch: pytest.MonkeyPatch) -> None:
    """A few digits of the sample in place of MNIST, and a model that trains in an instant."""
    patch.setattr(terminal, "missing_files", lambda folder, *splits: [])
    patch.setattr(image_source, "load_mnist", lambda folder, split: load_sample().take(np.arange(120)))
    patch.setattr(training_jobs, "configure", lambda run, source: (TINY, replace(BUDGET, **run.budget)))


def dying(patch: pytest.MonkeyPatch, number: str) -> None:
    """Let the process of this number be killed in its second epoch, after a step: the first is told of by then."""
    epochs = Trainer.run_epoch

    def kill(step: int, loss: float) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def run_epoch(trainer: Trainer, *args: Any) -> Epoch:
        dies = trainer.history and str(trainer.rank.number) == number
        return epochs(trainer, *((kill,) if dies else args))

    patch.setattr(Trainer, "run_epoch", run_epoch)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        if len(sys.argv) == 2:
            compare(Path(sys.argv[1]))
        else:
            small(patch)
            dying(patch, os.environ.get("KILLED", ""))
            commands.app()
