"""Threads of this process: a model that hangs, as one built elsewhere may, delays no other."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest

from latent_explorer.app.inference.engine import JobKind, Threads
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, Conventions, ForeignConfig
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.foreign import ForeignCheckpoint
from tests.helpers.foreign import halves_in

FRONT = Conventions((1, 28, 28))


@pytest.fixture(scope="module")
def shipped() -> Model:
    return open_model(ZOO / "vae-2d")


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opened at the end, so that no thread outlasts the test."""
    found = threading.Event()
    yield found
    found.set()


def foreign(model: Model, name: str) -> Model:
    config = ForeignConfig("python", FRONT, 2)
    network = ForeignNetwork(halves_in(model, FRONT), config, MNIST)
    return replace(model, codec=Codec(ForeignCheckpoint(name, network, config, {}, "python", MNIST)))


def wait(_: Model, gates: list[threading.Event]) -> list[bool]:
    return [gate.wait(20) for gate in gates]


def answer(of: Model, jobs: list[Any]) -> list[str]:
    return [of.checkpoint.id for _ in jobs]


@pytest.mark.parametrize("kind", get_args(JobKind))
def test_foreign_models_that_hang_delay_neither_ours_nor_one_another(
    shipped: Model, gate: threading.Event, kind: JobKind
) -> None:
    async def run() -> None:
        threads = Threads()
        hanging = [threads.begin(kind, wait, foreign(shipped, name), [gate]) for name in ("one", "two", "three")]
        others = [threads.begin(kind, answer, of, [0]) for of in (shipped, foreign(shipped, "four"))]
        answers = await asyncio.wait_for(asyncio.gather(*others), 5)
        assert answers == [["vae-2d"], ["four"]]
        assert not any(one.done() for one in hanging)
        gate.set()
        assert await asyncio.gather(*hanging) == [[True]] * 3
        threads.close()

    asyncio.run(run())


def test_a_foreign_model_has_one_thread_for_each_kind_of_job(shipped: Model, gate: threading.Event) -> None:
    async def run() -> None:
        threads, model = Threads(), foreign(shipped, "one")
        first, second = (threads.begin("decode", work, model, [gate]) for work in (wait, answer))
        assert await asyncio.wait_for(threads.begin("encode", answer, model, [gate]), 5) == ["one"]
        assert not second.done()
        gate.set()
        assert await first == [True] and await second == ["one"]
        threads.close()

    asyncio.run(run())


def test_closed_it_begins_nothing_more_and_cancels_what_waits(shipped: Model, gate: threading.Event) -> None:
    async def run() -> None:
        threads, model = Threads(), foreign(shipped, "ended")
        first, second = (threads.begin("decode", wait, model, [gate]) for _ in range(2))
        threads.close()
        with pytest.raises(asyncio.CancelledError):
            await second
        for of in (model, shipped, foreign(shipped, "new")):
            with pytest.raises(RuntimeError, match="after shutdown"):
                threads.begin("decode", answer, of, [0])
        gate.set()
        assert await first == [True]

    asyncio.run(run())
    for thread in threading.enumerate():
        if thread.name.startswith("decode ended"):
            thread.join(5)
            assert not thread.is_alive()
