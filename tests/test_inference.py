import threading
from typing import Any, cast

import anyio
import numpy as np
import pytest
from numpy.typing import NDArray

from app.inference import Inference
from model.codec import Array
from model.registry import Model

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class StubCodec:
    """Decodes z to flat grey z/255, counts its calls, and fails at negative codes. It waits while `gate` is closed."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.gate = threading.Event()
        self.gate.set()

    def decode(self, z: Array) -> Array:
        self.sizes.append(len(z))
        assert self.gate.wait(5)
        if (z < 0).any():
            raise ArithmeticError("negative")
        return np.repeat(z[:, :1] / np.float32(255), 784, axis=1)


class StubModel:
    def __init__(self, name: str = "stub") -> None:
        self.codec, self.checkpoint = StubCodec(), self
        self.id = name


def stub(name: str = "stub") -> tuple[Model, StubCodec]:
    model: Any = StubModel(name)
    return cast(Model, model), model.codec


def codes(*values: float) -> Array:
    return np.array([[v, 0] for v in values], np.float32)


def greys(images: NDArray[np.uint8]) -> list[int]:
    assert images.shape[1:] == (28, 28)
    return [int(v) for v in images[:, 0, 0]]


async def until(condition: Any) -> None:
    with anyio.fail_after(5):
        while not condition():
            await anyio.sleep(0.001)


async def test_waiting_requests_meet_in_one_batch() -> None:
    inference, (model, codec), got = Inference(), stub(), dict[int, list[int]]()

    async def ask(i: int) -> None:
        got[i] = greys(await inference.decode(model, codes(*[i] * (1 + i % 3))))

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        for i in range(40):
            tasks.start_soon(ask, i)
        await until(lambda: codec.sizes)
        await anyio.sleep(0.01)
        codec.gate.set()
    assert got == {i: [i] * (1 + i % 3) for i in range(40)}
    assert len(codec.sizes) <= 2
    assert sum(codec.sizes) == sum(1 + i % 3 for i in range(40))


async def test_models_do_not_mix() -> None:
    inference, (one, first), (two, second) = Inference(), stub("one"), stub("two")
    async with anyio.create_task_group() as tasks:
        for model in (one, two):
            tasks.start_soon(inference.decode, model, codes(5))
    assert first.sizes == second.sizes == [1]


async def test_torch_never_runs_on_the_event_loop() -> None:
    here = threading.get_ident()
    assert await Inference().run(threading.get_ident) != here


async def test_a_failure_reaches_its_sender_and_the_queue_goes_on() -> None:
    inference, (model, codec), outcomes = Inference(), stub(), dict[int, object]()

    async def ask(value: int) -> None:
        try:
            outcomes[value] = greys(await inference.decode(model, codes(value)))
        except ArithmeticError as error:
            outcomes[value] = error

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        for value in (1, -1, 2, 3):
            tasks.start_soon(ask, value)
        await until(lambda: codec.sizes)
        codec.gate.set()
    assert set(outcomes) == {1, -1, 2, 3}
    assert isinstance(outcomes[-1], ArithmeticError)
    assert greys(await inference.decode(model, codes(4))) == [4]
    assert codec.sizes[-1] == 1  # nothing of the failed batch was left behind


@pytest.mark.parametrize("leaver", [0, 1, 2], ids=["who decodes", "first to wait", "last to wait"])
async def test_who_leaves_takes_nobody_along(leaver: int) -> None:
    inference, (model, codec), got = Inference(), stub(), dict[int, list[int]]()
    scopes = [anyio.CancelScope() for _ in range(3)]

    async def ask(i: int) -> None:
        with scopes[i]:
            got[i] = greys(await inference.decode(model, codes(10 + i)))

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        for i in range(3):
            tasks.start_soon(ask, i)
        await until(lambda: codec.sizes)
        scopes[leaver].cancel()
        await anyio.sleep(0.01)
        codec.gate.set()
    expected = {i: [10 + i] for i in range(3) if i != leaver}
    assert {i: images for i, images in got.items() if i != leaver} == expected
    assert greys(await inference.decode(model, codes(7))) == [7]
    assert codec.sizes[-1] == 1
