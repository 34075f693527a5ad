"""The pages' engine on Ray: codecs in other processes, on this machine or on others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping
from contextvars import Context
from typing import Any

from ray.exceptions import RayActorError
from ray.serve.exceptions import BackPressureError, DeploymentUnavailableError
from ray.serve.handle import DeploymentHandle

from latent_explorer.app.cluster.codec import Ask
from latent_explorer.app.errors import Overloaded
from latent_explorer.app.inference.engine import JobKind, Run
from latent_explorer.app.inference.service import BATCHING
from latent_explorer.model.registry import LoadedSet, Model

# An ask costs two processes a millisecond each. One decode at a time lets waiting images share the next batch, and gave
# a crowd twice as many as four at once; slower work is spread over several codecs.
AT_ONCE: Mapping[JobKind, int] = {"decode": 1, "describe": 4, "encode": 4, "compare": 8, "measure": 8}
HUNG_S = 2.0  # without an answer until another codec is asked too: a page gives up its live socket after four
ASKED = 2  # codecs at most: if all are merely slow, asking more would slow them further
PAUSE_S = 0.02
REFUSED = (BackPressureError, DeploymentUnavailableError)
PATIENCE_S = 10.0  # for another codec to redo the work of one that died: it has no side effects, so twice is harmless


class Replicas:
    """Sends work to the least loaded codec."""

    at_once = AT_ONCE

    def __init__(self, codec: DeploymentHandle[Any]) -> None:
        """Create it in the event loop."""
        self._codecs: dict[JobKind, DeploymentHandle[Any]] = {kind: getattr(codec, kind) for kind in BATCHING}
        self._asked = set[asyncio.Task[Any]]()

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        """Ask a codec, which uses its own model of that revision, or its own image set."""
        named = of.images.id if isinstance(of, LoadedSet) else (of.checkpoint.id, of.checkpoint.revision)
        ask = Ask(run, named, jobs)
        return self._start(self._answer(self._codecs[kind], ask))

    def close(self) -> None:
        """Stop waiting for answers."""
        for task in self._asked:
            task.cancel()

    def _start(self, asking: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        # In a context of its own: else Serve would count the ask as part of the first request in its batch, and cancel
        # it for all when that visitor leaves.
        task = asyncio.create_task(asking, context=Context())
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)
        return task

    async def _answer(self, codec: DeploymentHandle[Any], ask: Ask) -> list[Any]:
        """A codec's answer; if it dies or hangs, another is asked. Raises Overloaded, or what the work raised."""
        asked, end = set[asyncio.Task[Any]](), time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if len(asked) < ASKED:
                asked.add(self._start(_outcome(codec, ask)))
            # A hanging codec keeps its ask: Serve counts it as load, and sends that codec hardly anything more.
            done, asked = await asyncio.wait(asked, timeout=HUNG_S, return_when=asyncio.FIRST_COMPLETED)
            for outcome in (task.result() for task in done):
                if isinstance(outcome, REFUSED):
                    raise Overloaded
                if not isinstance(outcome, BaseException):
                    return list(outcome)
                if not isinstance(outcome, RayActorError):
                    raise outcome
                await asyncio.sleep(PAUSE_S)
        raise Overloaded


async def _outcome(codec: DeploymentHandle[Any], ask: Ask) -> Any:
    """Results, or an error of the work or of Ray as a value, since nobody may be waiting for it any more."""
    try:
        return await codec.remote(ask)
    except (RayActorError, *REFUSED) as error:
        return error
