"""Where models compute: the Engine interface, and its usual implementation by threads of this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Literal, Protocol

from latent_explorer.model.registry import LoadedSet, Model

# Kinds of jobs, each with a queue of its own. decode: live images and tiles. describe: a digit's facts that no model is
# needed for. encode: digits to codes and their measures. compare: a page's two models together, and drawings.
# measure: map layers and likeness.
JobKind = Literal["decode", "describe", "encode", "compare", "measure"]
# Maps jobs of one model, or of one image set, to results, in order; a module-level function, so that another process
# can import it by name.
Run = Callable[[Any, list[Any]], list[Any]]

THREADS: Mapping[JobKind, int] = {"decode": 1, "describe": 1, "encode": 1, "compare": 2, "measure": 1}


class Engine(Protocol):
    """Runs batches of jobs on models."""

    at_once: Mapping[JobKind, int]
    """Batches of one model to run at a time; jobs that arrive meanwhile form the next."""

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        """Start a batch. The future raises what `run` raises, or Overloaded if no capacity is free."""

    def close(self) -> None:
        """Cancel what waits, and begin nothing more."""


class Threads:
    """Runs in this process, each kind of job in threads of its own.

    So encoding a digit, or classifying images, which take ten times as long, does not delay live images. A model built
    elsewhere may take as long as its limit of time allows, so each has threads of its own, which delay no other model.
    """

    at_once: Mapping[JobKind, int] = dict.fromkeys(THREADS, 1)

    def __init__(self) -> None:
        """Create it in the event loop."""
        self._loop = asyncio.get_running_loop()  # looked up once: in Python 3.11 each lookup is a system call
        self._threads: dict[JobKind, Executor] = {kind: ThreadPoolExecutor(n, kind) for kind, n in THREADS.items()}
        self._of_foreign: dict[tuple[JobKind, str], Executor] = {}  # by kind and model
        self._closed = False

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        """Begin a batch in a thread of its kind."""
        return self._loop.run_in_executor(self._threads_for(kind, of), run, of, jobs)

    def close(self) -> None:
        """Cancel what waits, and let the threads end."""
        self._closed = True
        for threads in (*self._threads.values(), *self._of_foreign.values()):
            threads.shutdown(wait=False, cancel_futures=True)

    def _threads_for(self, kind: JobKind, of: Model | LoadedSet) -> Executor:
        if self._closed or not isinstance(of, Model) or of.own_checkpoint is not None:
            return self._threads[kind]
        key = kind, of.checkpoint.id
        if key not in self._of_foreign:
            self._of_foreign[key] = ThreadPoolExecutor(self.at_once[kind], f"{kind} {of.checkpoint.id}")
        return self._of_foreign[key]
