"""The async interface to models: concurrent requests form batches, which an engine runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np

from latent_explorer.app import schemas
from latent_explorer.app.inference import jobs
from latent_explorer.app.inference.batching import Batcher
from latent_explorer.app.inference.encoding import Encoded
from latent_explorer.app.inference.engine import Engine, JobKind, Run, Threads
from latent_explorer.app.inference.jobs import SHORT_SWITCH_INTERVAL, ByteImages, Codes, Sketch
from latent_explorer.app.telemetry.instrumentation import NOT_INSTRUMENTED, Instrumentation
from latent_explorer.model.registry import LoadedSet, Model

if TYPE_CHECKING:
    from latent_explorer.model.explore.comparison import Comparison

P = ParamSpec("P")
T = TypeVar("T")
PART = 64  # codes, a tile's worth: larger requests are decoded in parts, so that others get their turn in between
DECODED, MOST_DECODED = 128, 256  # codes per batch: 4 and 7 ms on one core
ENCODED = 16  # digits per batch, judged or encoded: takes four times as long as one
MEASURED = 1024  # measurements that may wait, each of a tile's worth of images at most: about 30 ms on one core
# How much work without a model may wait: pictures to compress, under a millisecond each, and uploads to read, up to a
# second each.
OWN: dict[Literal["draw", "read"], int] = {"draw": 4096, "read": 64}


class _Batching(NamedTuple):
    """What runs a kind's jobs, and its Batcher's limits."""

    run: Run
    batch: int = 1
    largest: int = 1
    rows: Callable[[Any], int] = lambda _: 1


BATCHING: dict[JobKind, _Batching] = {
    "decode": _Batching(jobs.decode, DECODED, MOST_DECODED, len),
    "describe": _Batching(jobs.describe, ENCODED, ENCODED),
    "encode": _Batching(jobs.encode, ENCODED, ENCODED),
    "compare": _Batching(jobs.each),
    "measure": _Batching(jobs.each),
}


class Inference:
    """Runs model work on an engine, and reads and draws pictures in one thread each of this process.

    None of it occupies the thread pool that serves files. All methods raise Overloaded if too much is waiting.
    """

    def __init__(
        self,
        waiting_codes: int,
        waiting_digits: int,
        instrumentation: Instrumentation = NOT_INSTRUMENTED,
        engine: Engine | None = None,
    ) -> None:
        """At most this many codes and digits wait for each model, and as many images for each set.

        Create it in the event loop.
        """
        self._engine, self._instrumentation = engine or Threads(), instrumentation
        self._limits: dict[JobKind, int] = {
            "decode": waiting_codes, "describe": waiting_digits, "encode": waiting_digits,
            "compare": MEASURED, "measure": MEASURED,
        }  # fmt: skip
        self._of_models: dict[tuple[JobKind, str], Batcher[Any, Any]] = {}
        self._threads = {name: ThreadPoolExecutor(1, name) for name in OWN}
        self._own = {name: self._own_batcher(name, waiting) for name, waiting in OWN.items()}

    async def decode(self, model: Model, z: Codes, client: Hashable) -> ByteImages:
        """Decode codes (n, d) to images (n, side, side[, 3]) uint8."""
        decoder = self._batcher("decode", model)
        if len(z) <= PART:
            return cast(ByteImages, (await decoder([z], client))[0])
        return np.concatenate(await decoder([z[start : start + PART] for start in range(0, len(z), PART)], client))

    async def encode(self, models: Sequence[Model], image: Codes, client: Hashable) -> Encoded:
        """All facts about an image of the models' set; its judge and the models work on it at the same time."""
        one = [image.reshape(1, -1)]
        batchers = [self._batcher("describe", models[0].image_set), *(self._batcher("encode", of) for of in models)]
        (facts,), *found = await _together(ask(one, client) for ask in batchers)
        return Encoded(facts, [of_model for (of_model,) in found])

    async def compare(self, model: Model, z: Codes, client: Hashable, pace: schemas.Pace | None = None) -> Comparison:
        """Decode codes (n, d), judge the images, and compare them with the first; with a pace, along a walk."""
        comparer = self._batcher("compare", model)
        return cast("Comparison", (await comparer([(jobs.compare, (z, pace))], client))[0])

    async def sketch(self, model: Model, strokes: Codes, client: Hashable) -> Sketch:
        """Encode and judge a drawing (n, 3) while it is being drawn. Raises Problem bad_drawing."""
        comparer = self._batcher("compare", model)
        return cast(Sketch, (await comparer([(jobs.sketch, (strokes,))], client))[0])

    async def measure(self, client: Hashable, function: Callable[[Model, Codes], T], model: Model, z: Codes) -> T:
        """Call a module-level function on codes (n, d). More than a tile's worth is for several calls."""
        measurer = self._batcher("measure", model)
        return cast(T, (await measurer([(function, (z,))], client))[0])

    async def draw(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that draws a picture or writes long JSON."""
        return cast(T, (await self._own["draw"]([partial(function, *args, **kwargs)], client))[0])

    async def read(self, client: Hashable, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that reads a picture: a photograph may take a second, as long as encoding many digits."""
        return cast(T, (await self._own["read"]([partial(function, *args, **kwargs)], client))[0])

    def waiting(self) -> dict[str, int]:
        """How many codes, digits or calls wait, by kind, `draw` and `read`."""
        found: dict[str, int] = dict.fromkeys([*BATCHING, *OWN], 0)
        for name, batcher in self._batchers():
            found[name] += batcher.waiting
        return found

    def close(self) -> None:
        """Cancel what waits, and let the threads end."""
        for _, batcher in self._batchers():
            batcher.close()
        self._engine.close()
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)

    def _batchers(self) -> list[tuple[str, Batcher[Any, Any]]]:
        return [*((kind, batcher) for (kind, _), batcher in self._of_models.items()), *self._own.items()]

    def _batcher(self, kind: JobKind, of: Model | LoadedSet) -> Batcher[Any, Any]:
        """The batcher of a kind of job for a model, or for an image set."""
        key = kind, of.images.id if isinstance(of, LoadedSet) else of.checkpoint.id
        return self._of_models.get(key) or self._of_models.setdefault(key, self._new_batcher(kind, of))

    def _new_batcher(self, kind: JobKind, of: Model | LoadedSet) -> Batcher[Any, Any]:
        run, batch, largest, rows = BATCHING[kind]
        return Batcher(
            partial(self._engine.begin, kind, run, of),
            batch=batch,
            largest=largest,
            waiting=self._limits[kind],
            rows=rows,
            at_once=self._engine.at_once[kind],
            observe=self._instrumentation.batches(kind),
        )

    def _own_batcher(self, name: Literal["draw", "read"], waiting: int) -> Batcher[Callable[[], Any], Any]:
        loop, thread = asyncio.get_running_loop(), self._threads[name]

        def begin(jobs: list[Callable[[], Any]]) -> asyncio.Future[list[Any]]:
            return loop.run_in_executor(thread, _call, jobs)

        return Batcher(begin, batch=1, largest=1, waiting=waiting, observe=self._instrumentation.batches(name))


async def _together(work: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results, in order. If one raises, raise that and cancel the others."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


def _call(jobs: list[Callable[[], Any]]) -> list[Any]:
    with SHORT_SWITCH_INTERVAL:
        return [job() for job in jobs]
