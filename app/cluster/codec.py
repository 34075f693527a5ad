"""The codec as its own deployment: requests from all pages form batches once more, one model each."""

from __future__ import annotations

import asyncio
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from ray import serve

from latent_explorer.app.inference.engine import JobKind, Run, Threads
from latent_explorer.app.inference.jobs import decode
from latent_explorer.app.inference.loading import load
from latent_explorer.app.inference.service import BATCHING
from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import LoadedSet, Model


class Ask(NamedTuple):
    """Jobs for a model at a revision, or for an image set by its id, and what runs them."""

    run: Run
    of: tuple[str, str] | str
    jobs: list[Any]


Outcome = list[Any] | BaseException  # errors travel as values: one ask's must not fail the others


def _rows(kind: JobKind, asks: list[Ask]) -> int:
    return sum(BATCHING[kind].rows(job) for ask in asks for job in ask.jobs)


@serve.deployment
class Codec:
    """All models, the judge, and the threads that run them."""

    async def __init__(self) -> None:  # type: ignore[misc]  # Serve awaits it
        self._registry = await asyncio.to_thread(load, Settings())
        self._threads = Threads()

    @serve.batch(
        max_batch_size=BATCHING["decode"].largest,
        batch_wait_timeout_s=0,
        batch_size_fn=lambda asks: _rows("decode", asks),
    )
    async def decode(self, asks: list[Ask]) -> list[Outcome]:
        """Decode codes to images."""
        return await self._meet("decode", asks)

    @serve.batch(
        max_batch_size=BATCHING["describe"].largest,
        batch_wait_timeout_s=0,
        batch_size_fn=lambda asks: _rows("describe", asks),
    )
    async def describe(self, asks: list[Ask]) -> list[Outcome]:
        """The facts about images that depend on no model."""
        return await self._meet("describe", asks)

    @serve.batch(
        max_batch_size=BATCHING["encode"].largest,
        batch_wait_timeout_s=0,
        batch_size_fn=lambda asks: _rows("encode", asks),
    )
    async def encode(self, asks: list[Ask]) -> list[Outcome]:
        """The facts of images in a model."""
        return await self._meet("encode", asks)

    async def compare(self, ask: Ask) -> Outcome:
        """A comparison by the judge, or a drawing's code."""
        return (await self._meet("compare", [ask]))[0]

    async def measure(self, ask: Ask) -> Outcome:
        """Part of a map layer, or a likeness."""
        return (await self._meet("measure", [ask]))[0]

    async def check_health(self) -> None:
        """Decode one code. Serve calls this periodically, and replaces a codec that fails."""
        for model in list(self._registry.models.values())[:1]:
            code = np.zeros((1, model.codec.latent_dim), np.float32)
            await self._threads.begin("decode", decode, model, [code])

    async def _meet(self, kind: JobKind, asks: list[Ask]) -> list[Outcome]:
        """The outcome of each ask, in order; asks for the same model form one batch."""
        together: dict[tuple[str, str] | str, list[int]] = {}
        for i, ask in enumerate(asks):
            together.setdefault(ask.of, []).append(i)
        outcomes: dict[int, Outcome] = {}
        for places in together.values():
            found = await self._work(kind, [asks[i] for i in places])
            outcomes |= zip(places, found, strict=True)
        return [outcomes[i] for i in range(len(asks))]

    async def _work(self, kind: JobKind, asks: list[Ask]) -> list[Outcome]:
        """The outcomes of asks for one model; if several fail together, each is retried alone."""
        jobs = [job for ask in asks for job in ask.jobs]
        outcome: Outcome = (await asyncio.gather(self._begin(kind, asks[0], jobs), return_exceptions=True))[0]
        if isinstance(outcome, BaseException):
            if len(asks) > 1:
                return [(await self._work(kind, [ask]))[0] for ask in asks]
            return [outcome]
        ends = accumulate((len(ask.jobs) for ask in asks), initial=0)
        return [outcome[start:end] for start, end in pairwise(ends)]

    async def _begin(self, kind: JobKind, ask: Ask, jobs: list[Any]) -> list[Any]:
        return await self._threads.begin(kind, ask.run, self._of(ask), jobs)

    def _of(self, ask: Ask) -> Model | LoadedSet:
        if isinstance(ask.of, str):
            return self._registry.sets[ask.of]
        name, revision = ask.of
        model = self._registry.models.get(name)
        if model is None or model.checkpoint.revision != revision:
            raise RuntimeError(f"this codec has no {name} at revision {revision}: deploy it and the pages anew")
        return model
