"""The engine of pages on Ray: codecs in other processes, on this machine or on others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextvars import Context
from typing import Any

from ray.exceptions import RayActorError
from ray.serve.exceptions import BackPressureError, DeploymentUnavailableError
from ray.serve.handle import DeploymentHandle

from app.cluster.codec import Ask
from app.engine import Line, Work
from app.fairness import Full
from app.inference import LINES
from model.codec import JudgeCodec
from model.registry import Model

# An ask takes a millisecond of two processes: images that wait for the last batch meet in the next, and a crowd had
# twice as many as with four at once. What takes longer is for several codecs.
AT_ONCE: Mapping[Line, int] = {"decode": 1, "encode": 4, "compare": 8, "measure": 8}
PAUSE_S = 0.02
PATIENCE_S = 10.0  # for another codec to do the work of one that died, which changes nothing and may be done twice


class Replicas:
    """Asks whichever codec has least to do."""

    at_once = AT_ONCE

    def __init__(self, codec: DeploymentHandle[Any]) -> None:
        """To be made in the event loop."""
        self._codecs: dict[Line, DeploymentHandle[Any]] = {line: getattr(codec, line) for line in LINES}
        self._asked = set[asyncio.Task[list[Any]]]()

    def begin(
        self, line: Line, work: Work, model: Model, judge: JudgeCodec | None, jobs: list[Any]
    ) -> asyncio.Future[list[Any]]:
        """Ask a codec; its own model of that revision and its own judge do the work."""
        ask = Ask(work, model.checkpoint.id, model.checkpoint.revision, jobs)
        # In a context of its own: Serve would take the ask for a part of whichever request came first to its batch, and
        # call it off for all when that visitor leaves.
        task = asyncio.create_task(_answer(self._codecs[line], ask), context=Context())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)
        return task

    def close(self) -> None:
        """Wait for no answer any more."""
        for task in self._asked:
            task.cancel()


async def _answer(codec: DeploymentHandle[Any], ask: Ask) -> list[Any]:
    """What a codec answers; where it dies, another one is asked. Raises what the work raised, or Full."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            outcome = await codec.remote(ask)
        except RayActorError:
            await asyncio.sleep(PAUSE_S)
            continue
        except (BackPressureError, DeploymentUnavailableError):
            break
        if isinstance(outcome, BaseException):
            raise outcome
        return list(outcome)
    raise Full
