"""Many processes that train one model: which of them this one is, and what they do together. torchrun starts them."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.rendezvous import rendezvous
from torch.nn.parallel import DistributedDataParallel

from latent_explorer.model.config import ConfigError
from latent_explorer.model.training.stop_signals import one_stop

T = TypeVar("T")
BUCKET_MB = 25  # vae-2d's gradients have 6
MEETING = timedelta(minutes=2)  # for all processes to have started; torchrun starts them together


@dataclass(frozen=True)
class Rank:
    """A process's place among those that train one model, and on its machine; alone it is the first of one.

    Raises RuntimeError, in whatever waits for the others, where one of them has ended.
    """

    number: int = 0
    count: int = 1
    local: int = 0

    @property
    def leads(self) -> bool:
        """Whether this is the process that writes, and shows what happens."""
        return self.number == 0

    def share(self, batch: Tensor) -> Tensor:
        """What of a batch (n, …) falls to this process; shares differ by one at most."""
        return batch[self.number :: self.count]

    def averaging(self, loss: nn.Module) -> nn.Module:
        """The module, so that its `backward` leaves in every process the mean of all processes' gradients."""
        if self.count == 1:
            return loss
        # The only buffer, the Fourier frequencies, never changes: it is sent once. Gradients are sent together, and
        # not the last layers' first: where each core has its process, none is free to send while they are made.
        return DistributedDataParallel(
            loss, forward_sync_buffers=False, gradient_as_bucket_view=True, bucket_cap_mb=BUCKET_MB
        )

    def mean(self, value: float) -> float:
        """The mean of what all processes give."""
        if self.count == 1:
            return value
        total = torch.tensor(value, dtype=torch.float64)
        dist.all_reduce(total)
        return float(total) / self.count

    def of_first(self, make: Callable[[], T]) -> T:
        """What `make` gives in the first process, in all; the others don't call theirs."""
        if self.count == 1:
            return make()
        values: list[Any] = [make() if self.leads else None]
        dist.broadcast_object_list(values, device=torch.device("cpu"))
        made: T = values[0]
        return made

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Within it the first process goes ahead, then the first of each other machine, then the rest.

        What one has fetched the next ones find; where the first fails the others never start.
        """
        turn = min(self.number, 1) + min(self.local, 1)
        for _ in range(turn):
            self._wait()
        yield
        for _ in range(2 - turn):
            self._wait()

    def _wait(self) -> None:
        self.mean(0.0)


ALONE = Rank()
ALONE_ENVIRONMENT = {"RANK": 0, "WORLD_SIZE": 1, "LOCAL_RANK": 0}  # what torchrun sets, and what holds without it


@contextmanager
def together(device: str) -> Iterator[Rank]:
    """This process's place among those that torchrun started, and their connection; ALONE without torchrun.

    Raises ConnectionError, in one process of each machine, where they don't meet or one of them ends; the others of the
    machine exit with status 1 and without a word. Raises ConfigError where they can't be as many.
    """
    rank = _told()
    if rank.count == 1:
        yield ALONE
        return
    _choose_device(device, rank.local)
    with told_once(rank.local, "the processes did not meet: start all of them, by torchrun and with one address"):
        _meet(device)
    try:
        ended = f"another of the {rank.count} processes has ended; run the same command again"
        with one_stop(rank.leads), told_once(rank.local, ended):
            yield rank
    finally:
        dist.destroy_process_group()


@contextmanager
def told_once(local: int, what: str) -> Iterator[None]:
    """Where processes lose one another within it, raise ConnectionError in the machine's first and exit in the rest."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        if not _is_of_connection(error):
            raise
        if local > 0:
            sys.exit(1)
        raise ConnectionError(f"{what} ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    """The first sentence of an error, without the place in C++ that gloo puts in front."""
    return re.sub(r"^\[\S+\] ", "", str(error)).splitlines()[0].split(". ")[0].rstrip(".")


def _is_of_connection(error: Exception) -> bool:
    """Whether processes lost one another: gloo has no exception of its own, and autograd hands on the text alone."""
    return isinstance(error, dist.DistError) or "gloo" in str(error) or "env://" in str(error)


def _told() -> Rank:
    """What torchrun's environment says. Raises ConfigError where it says nonsense."""
    try:
        number, count, local = (int(os.environ.get(k, v)) for k, v in ALONE_ENVIRONMENT.items())
    except ValueError as error:
        raise ConfigError(f"torchrun sets {', '.join(ALONE_ENVIRONMENT)} to whole numbers: {error}") from error
    if not 0 <= number < count:
        raise ConfigError(f"there is no process {number} of {count}: torchrun sets RANK below WORLD_SIZE")
    return Rank(number, count, local)


def _choose_device(device: str, local: int) -> None:
    if device != "cuda" or not torch.cuda.is_available():
        return
    if local >= torch.cuda.device_count():
        raise ConfigError(f"this machine has {torch.cuda.device_count()} GPUs; give no larger --nproc-per-node")
    torch.cuda.set_device(local)


def _meet(device: str) -> None:
    # Gradients travel as they can; all else over gloo, which notices at once where a process has ended.
    backend = "cpu:gloo,cuda:nccl" if device == "cuda" and torch.cuda.is_available() else "gloo"
    store, number, count = next(rendezvous("env://", timeout=MEETING))
    dist.init_process_group(backend, store=store, rank=number, world_size=count)
