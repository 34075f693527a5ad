import asyncio
import contextlib
import threading
from collections.abc import Mapping
from typing import Any, cast

import anyio
import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.errors import Overloaded
from latent_explorer.app.inference.engine import THREADS, JobKind, Run
from latent_explorer.app.inference.service import Inference
from latent_explorer.model.arrays import Array
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.registry import LoadedSet, Model

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class StubCodec:
    """Decodes z to flat grey z, counts its calls, and fails at negative codes. It waits while `gate` is closed."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.gate = threading.Event()
        self.gate.set()
        self.threads: set[int] = set()

    def decode_bytes(self, z: Array) -> NDArray[np.uint8]:
        self.threads.add(threading.get_ident())
        self.sizes.append(len(z))
        assert self.gate.wait(5)
        if (z < 0).any():
            raise ArithmeticError("negative")
        return np.tile(z[:, :1, None].astype(np.uint8), (1, 28, 28))


class StubModel:
    image_set = LoadedSet(mnist_sample())

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


def engine(waiting_codes: int = 10_000) -> Inference:
    return Inference(waiting_codes, waiting_digits=10)


async def until(condition: Any) -> None:
    with anyio.fail_after(5):
        while not condition():
            await anyio.sleep(0.001)


async def test_waiting_requests_meet_in_one_batch() -> None:
    inference, (model, codec), got = engine(), stub(), dict[int, list[int]]()

    async def ask(i: int) -> None:
        got[i] = greys(await inference.decode(model, codes(*[i] * (1 + i % 3)), i))

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
    inference, (one, first), (two, second) = engine(), stub("one"), stub("two")
    async with anyio.create_task_group() as tasks:
        for model in (one, two):
            tasks.start_soon(inference.decode, model, codes(5), "someone")
    assert first.sizes == second.sizes == [1]


async def test_each_kind_of_work_has_one_thread_of_its_own() -> None:
    inference, (model, codec) = engine(), stub()
    for value in range(3):
        await inference.decode(model, codes(value), "someone")
    drawing = {await inference.draw("someone", threading.get_ident) for _ in range(3)}
    reading = {await inference.read("someone", threading.get_ident) for _ in range(3)}
    threads = [codec.threads, drawing, reading, {threading.get_ident()}]
    assert [len(found) for found in threads] == [1, 1, 1, 1] and len(set[int]().union(*threads)) == 4


async def test_a_long_request_lets_others_take_their_turn() -> None:
    inference, (model, codec), order = engine(), stub(), list[str]()

    async def ask(name: str, count: int) -> None:
        assert greys(await inference.decode(model, codes(*[7] * count), name)) == [7] * count
        order.append(name)

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask, "long", 1024)
        await until(lambda: codec.sizes)
        tasks.start_soon(ask, "short", 1)
        await anyio.sleep(0.01)
        codec.gate.set()
    assert order == ["short", "long"]
    assert max(codec.sizes) < 128 + 64 and sum(codec.sizes) == 1025


async def test_more_than_may_wait_is_refused_and_the_others_are_served() -> None:
    inference, (model, codec), got = engine(waiting_codes=100), stub(), list[int]()

    async def ask(count: int) -> None:
        got.extend(greys(await inference.decode(model, codes(*[3] * count), count)))

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask, 1)
        await until(lambda: codec.sizes)
        tasks.start_soon(ask, 60)
        await anyio.sleep(0.01)
        with pytest.raises(Overloaded):
            await inference.decode(model, codes(*[3] * 41), "too much")
        tasks.start_soon(ask, 40)
        await anyio.sleep(0.01)
        codec.gate.set()
    assert got == [3] * 101


async def test_who_has_left_is_not_decoded() -> None:
    inference, (model, codec) = engine(), stub()
    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(inference.decode, model, codes(1), "first")
        await until(lambda: codec.sizes)
        with anyio.move_on_after(0.01):
            await inference.decode(model, codes(*[2] * 50), "leaves")
        codec.gate.set()
    assert greys(await inference.decode(model, codes(3), "next")) == [3]
    assert codec.sizes == [1, 1]


async def test_a_failure_reaches_its_sender_and_the_queue_goes_on() -> None:
    inference, (model, codec), outcomes = engine(), stub(), dict[int, object]()

    async def ask(value: int) -> None:
        try:
            outcomes[value] = greys(await inference.decode(model, codes(value), value))
        except ArithmeticError as error:
            outcomes[value] = error

    codec.gate.clear()
    async with anyio.create_task_group() as tasks:
        for value in (1, -1, 2, 3):
            tasks.start_soon(ask, value)
        await until(lambda: codec.sizes)
        codec.gate.set()
    assert isinstance(outcomes.pop(-1), ArithmeticError)
    assert outcomes == {1: [1], 2: [2], 3: [3]}, "nobody pays for another's request"
    assert greys(await inference.decode(model, codes(4), 4)) == [4]
    assert codec.sizes[-1] == 1  # nothing of the failed batch was left behind


@pytest.mark.parametrize("leaver", [0, 1, 2], ids=["who decodes", "first to wait", "last to wait"])
async def test_who_leaves_takes_nobody_along(leaver: int) -> None:
    inference, (model, codec), got = engine(), stub(), dict[int, list[int]]()
    scopes = [anyio.CancelScope() for _ in range(3)]

    async def ask(i: int) -> None:
        with scopes[i]:
            got[i] = greys(await inference.decode(model, codes(10 + i), i))

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
    assert greys(await inference.decode(model, codes(7), 7)) == [7]
    assert codec.sizes[-1] == 1


async def test_after_a_failure_there_is_still_one_batch_at_a_time() -> None:
    inference, (model, codec) = engine(), stub()

    async def ask(value: int, times: int) -> None:
        for _ in range(times):
            with contextlib.suppress(ArithmeticError):
                await inference.decode(model, codes(value), value)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ask, -1, 1)
        for value in range(30):
            tasks.start_soon(ask, value, 40)
    # Before it meets its own failing batch each is asked once more alone; the rest is batched as ever.
    assert np.mean(codec.sizes[-15:]) > 5


class NobodyThere:
    """An engine that can do no work now, and is asked no more than so often."""

    at_once: Mapping[JobKind, int] = dict.fromkeys(THREADS, 1)

    def __init__(self) -> None:
        self.asked = list[int]()

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        self.asked.append(len(jobs))
        refused: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        refused.set_exception(Overloaded())
        return refused

    def close(self) -> None:
        pass


async def test_where_nobody_can_do_a_batch_all_of_it_hear_so_and_none_is_tried_alone() -> None:
    nobody, (model, _) = NobodyThere(), stub()
    inference = Inference(1000, 10, engine=nobody)
    asking = (inference.decode(model, codes(value), value) for value in range(20))
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(answer, Overloaded) for answer in answers) and nobody.asked == [20]


class Unable(NobodyThere):
    """An engine whose pool takes no more work: it raises where it should begin."""

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        self.asked.append(len(jobs))
        raise RuntimeError("cannot schedule new futures after shutdown")


async def test_where_a_batch_cannot_even_begin_all_of_it_hear_so_and_so_do_those_who_ask_later() -> None:
    unable, (model, _) = Unable(), stub()
    inference = Inference(1000, 10, engine=unable)
    with anyio.fail_after(5):
        for _ in range(2):
            asking = (inference.decode(model, codes(value), value) for value in range(3))
            answers = await asyncio.gather(*asking, return_exceptions=True)
            assert all(isinstance(answer, RuntimeError) for answer in answers)
    assert unable.asked == [3, 1, 1, 1, 3, 1, 1, 1]


async def test_what_waits_when_it_closes_is_cancelled() -> None:
    inference, (model, codec), ended = engine(), stub(), list[int]()

    async def ask(value: int) -> None:
        try:
            await inference.decode(model, codes(value), value)
        finally:
            ended.append(value)

    codec.gate.clear()
    asked = [asyncio.create_task(ask(value)) for value in range(3)]
    await until(lambda: codec.sizes)
    late = asyncio.create_task(ask(9))
    await anyio.sleep(0.01)
    inference.close()
    codec.gate.set()
    with anyio.fail_after(5):
        await asyncio.wait([*asked, late])
    assert late.cancelled() and sorted(ended) == [0, 1, 2, 9] and all(task.done() for task in asked)


async def test_one_client_s_pictures_do_not_hold_up_another_s() -> None:
    inference, order, gate = engine(), list[str](), threading.Event()

    async def draw(client: str, number: int) -> None:
        await inference.draw(client, gate.wait, 5)
        order.append(client)

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(draw, "greedy", number)
        await anyio.sleep(0.01)
        tasks.start_soon(draw, "other", 0)
        await anyio.sleep(0.01)
        gate.set()
    assert order.index("other") <= 2


class Asked:
    """An engine that notes which kind of job was asked of which model, and how many jobs met; `refuses` is a kind."""

    at_once: Mapping[JobKind, int] = dict.fromkeys(THREADS, 1)

    def __init__(self, refuses: str = "") -> None:
        self.batches, self.refuses = list[tuple[str, str, int]](), refuses

    def begin(self, kind: JobKind, run: Run, of: Model | LoadedSet, jobs: list[Any]) -> asyncio.Future[list[Any]]:
        self.batches.append((kind, _named(of), len(jobs)))
        answer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        if kind == self.refuses:
            answer.set_exception(Overloaded())
        elif not self.refuses:
            answer.set_result([f"{kind} {_named(of)}" for _ in jobs])
        return answer

    def close(self) -> None:
        pass


def _named(of: Model | LoadedSet) -> str:
    return of.images.id if isinstance(of, LoadedSet) else of.checkpoint.id


IMAGE = np.ones((28, 28), np.float32)


async def test_of_a_digit_the_image_is_described_once_and_each_model_has_its_share() -> None:
    asked = Asked()
    inference = Inference(1000, 10, engine=asked)
    models = [stub(name)[0] for name in ("one", "two", "three")]
    image, found = await inference.encode(models, IMAGE, "somebody")
    assert sorted(asked.batches) == [
        ("describe", "mnist", 1), ("encode", "one", 1), ("encode", "three", 1), ("encode", "two", 1),
    ]  # fmt: skip
    assert cast(Any, (image, found)) == ("describe mnist", ["encode one", "encode two", "encode three"])


async def test_digits_of_several_visitors_meet_in_one_batch_of_each_kind() -> None:
    asked = Asked()
    inference = Inference(1000, 10, engine=asked)
    models = [stub(name)[0] for name in ("one", "two")]
    await asyncio.gather(*(inference.encode(models, IMAGE, i) for i in range(7)))
    assert {size for _, _, size in asked.batches} == {7} and len(asked.batches) == 3


@pytest.mark.parametrize("kind", ["describe", "encode"])
async def test_where_one_share_of_a_digit_is_refused_nothing_of_it_waits_any_more(kind: str) -> None:
    inference = Inference(1000, 10, engine=Asked(refuses=kind))
    models, before = [stub(name)[0] for name in ("one", "two")], asyncio.all_tasks()
    with pytest.raises(Overloaded):
        await inference.encode(models, IMAGE, "somebody")
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
