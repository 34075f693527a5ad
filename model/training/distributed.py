"""Data-parallel training in processes that torchrun starts: this one's rank, and collective operations."""

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
BUCKET_MB = 25  # the gradients of vae-2d take 6
MEETING = timedelta(minutes=2)  # for all processes to connect; torchrun starts them together


@dataclass(frozen=True)
class Rank:
    """This process among those that train one model: rank `number` of `count`, and rank `local` on its machine.

    Collective operations raise RuntimeError if another process has ended.
    """

    number: int = 0
    count: int = 1
    local: int = 0

    @property
    def leads(self) -> bool:
        """Whether this is rank 0, which alone writes files and reports."""
        return self.number == 0

    def share(self, batch: Tensor) -> Tensor:
        """This process's part of a batch (n, …); sizes differ by one at most."""
        return batch[self.number :: self.count]

    def averaging(self, loss: nn.Module) -> nn.Module:
        """Wrap the module so that `backward` averages gradients over all processes."""
        if self.count == 1:
            return loss
        # The only buffer, the Fourier frequencies, never changes: broadcasting it once is enough. One bucket holds all
        # gradients: with a process on every core, none is free to send some while others are computed.
        return DistributedDataParallel(
            loss, forward_sync_buffers=False, gradient_as_bucket_view=True, bucket_cap_mb=BUCKET_MB
        )

    def mean(self, value: float) -> float:
        """The mean of `value` over all processes."""
        if self.count == 1:
            return value
        total = torch.tensor(value, dtype=torch.float64)
        dist.all_reduce(total)
        return float(total) / self.count

    def of_first(self, make: Callable[[], T]) -> T:
        """Broadcast what `make` returns in rank 0; the others do not call theirs."""
        if self.count == 1:
            return make()
        values: list[Any] = [make() if self.leads else None]
        dist.broadcast_object_list(values, device=torch.device("cpu"))
        made: T = values[0]
        return made

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Run the body in rank 0 first, then in the first process of every other machine, then in the rest.

        So files that one downloads the next find; and if rank 0 fails, the others never start.
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
ALONE_ENVIRONMENT = {"RANK": 0, "WORLD_SIZE": 1, "LOCAL_RANK": 0}  # torchrun's variables, and defaults without it


@contextmanager
def together(device: str) -> Iterator[Rank]:
    """Connect to the other processes that torchrun started, and handle its signals; ALONE without torchrun.

    If they fail to connect, or one ends, raises ConnectionError in the first process of each machine and exits silently
    with status 1 in the others. Raises ConfigError if the environment is wrong or there are too few GPUs.
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
    """If the connection is lost in the body, raise ConnectionError in local rank 0 and exit in the others."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        if not _is_of_connection(error):
            raise
        if local > 0:
            sys.exit(1)
        raise ConnectionError(f"{what} ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    """The first sentence of an error, without the C++ source location that gloo puts in front."""
    return re.sub(r"^\[\S+\] ", "", str(error)).splitlines()[0].split(". ")[0].rstrip(".")


def _is_of_connection(error: Exception) -> bool:
    """Whether an error is a lost connection: gloo has no exception type, and autograd passes on the text alone."""
    return isinstance(error, dist.DistError) or "gloo" in str(error) or "env://" in str(error)


def _told() -> Rank:
    """The rank that torchrun's environment names. Raises ConfigError if it is malformed."""
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
    # NCCL for tensors on GPUs; gloo for all else, as it notices at once when a process has ended.
    backend = "cpu:gloo,cuda:nccl" if device == "cuda" and torch.cuda.is_available() else "gloo"
    store, number, count = next(rendezvous("env://", timeout=MEETING))
    dist.init_process_group(backend, store=store, rank=number, world_size=count)
