"""Where work on models is done: what is asked of any such place, and the usual one, threads of this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal, Protocol

from latent_explorer.model.registry import Model

if TYPE_CHECKING:
    from latent_explorer.model.codec import JudgeCodec

# decode: images under a finger. describe: what is said of digits whatever the model. encode: what becomes of them in a
# model. compare: what a page shows of its two models together,
# and drawings. measure: the layers over the map.
Line = Literal["decode", "describe", "encode", "compare", "measure"]
# Jobs of one model, or of none, to their results, in order: a function of a module, which another process finds by its
# name.
Work = Callable[[Any, "JudgeCodec | None", list[Any]], list[Any]]

THREADS: Mapping[Line, int] = {"decode": 1, "describe": 1, "encode": 1, "compare": 2, "measure": 1}


class Engine(Protocol):
    """Does work on models, a batch at a time."""

    at_once: Mapping[Line, int]
    """Batches of one model that it is given at once; what arrives meanwhile meets in the next."""

    def begin(
        self, line: Line, work: Work, model: Model | None, judge: JudgeCodec | None, jobs: list[Any]
    ) -> asyncio.Future[list[Any]]:
        """Begin a batch. The future raises what the work raises, or Overloaded where nobody can do it now."""

    def close(self) -> None:
        """Cancel what waits, and begin nothing any more."""


class Threads:
    """Works in this process, each line in threads of its own.

    So a digit that is encoded, or images that the judge reads, which take ten times as long, hold up no image under a
    finger.
    """

    at_once: Mapping[Line, int] = dict.fromkeys(THREADS, 1)

    def __init__(self) -> None:
        """To be made in the event loop."""
        self._loop = asyncio.get_running_loop()  # asked for once: in Python 3.11 each time is a system call
        self._lines: dict[Line, Executor] = {line: ThreadPoolExecutor(n, line) for line, n in THREADS.items()}

    def begin(
        self, line: Line, work: Work, model: Model | None, judge: JudgeCodec | None, jobs: list[Any]
    ) -> asyncio.Future[list[Any]]:
        """Begin a batch in a thread of its line."""
        return self._loop.run_in_executor(self._lines[line], work, model, judge, jobs)

    def close(self) -> None:
        """Cancel what waits, and let the threads end."""
        for threads in self._lines.values():
            threads.shutdown(wait=False, cancel_futures=True)
