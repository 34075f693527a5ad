"""Where model work runs: the Engine protocol, and the default engine, threads of this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal, Protocol

from latent_explorer.model.registry import Model

if TYPE_CHECKING:
    from latent_explorer.model.codec import JudgeCodec

# decode: codes to images. describe: the facts about digits that depend on no model. encode: their facts in a model.
# compare: comparisons by the judge, and drawings. measure: map layers and likeness.
Line = Literal["decode", "describe", "encode", "compare", "measure"]
# Jobs of one model, or of none, to their results, in order. A module-level function: other processes find it by name.
Work = Callable[[Any, "JudgeCodec | None", list[Any]], list[Any]]

THREADS: Mapping[Line, int] = {"decode": 1, "describe": 1, "encode": 1, "compare": 2, "measure": 1}


class Engine(Protocol):
    """Runs work on models, a batch at a time."""

    at_once: Mapping[Line, int]
    """Batches of one model in progress at once, by line; jobs that arrive meanwhile form the next."""

    def begin(
        self, line: Line, work: Work, model: Model | None, judge: JudgeCodec | None, jobs: list[Any]
    ) -> asyncio.Future[list[Any]]:
        """Begin a batch. The future raises what the work raises, or Overloaded if the work can't be done now."""

    def close(self) -> None:
        """Cancel what waits, and begin nothing more."""


class Threads:
    """Runs work in this process, each line in threads of its own.

    So encoding a digit, or judging images, which takes ten times as long, does not delay live images.
    """

    at_once: Mapping[Line, int] = dict.fromkeys(THREADS, 1)

    def __init__(self) -> None:
        """Create it in the event loop."""
        self._loop = asyncio.get_running_loop()  # looked up once: in Python 3.11 each lookup is a system call
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
