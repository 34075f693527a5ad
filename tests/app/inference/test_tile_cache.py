"""Of many who ask for one missing tile, one computes it: whoever leaves or fails, and however many ask."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from starlette.requests import ClientDisconnect

from latent_explorer.app.errors import Overloaded, Problem
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.inference.tile_cache import ENTRY, TileCache
from latent_explorer.app.telemetry.instrumentation import Instrumentation, Lookup
from latent_explorer.app.telemetry.server_timing import SPENT, Spent

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Visitor:
    """A request whose client stays until it leaves."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.request = Request({"type": "http"}, self._receive)

    async def _receive(self) -> dict[str, object]:
        await self.left.wait()
        return {"type": "http.disconnect"}


class Work:
    """A computation that waits to be let go on; counts how often it was begun, and whether it was cancelled."""

    def __init__(self, *, fails: Exception | None = None, content: bytes = b"tile") -> None:
        self.begun, self.cancelled, self.go_on = 0, 0, asyncio.Event()
        self._fails, self._content = fails, content

    async def __call__(self) -> bytes:
        self.begun += 1
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self._fails:
            raise self._fails
        return self._content


class Lookups(Instrumentation):
    def __init__(self) -> None:
        self.results: list[tuple[str, Lookup]] = []

    def looked_up(self, cache: str, result: Lookup) -> None:
        self.results.append((cache, result))


async def settle() -> None:
    """Everything that can go on without waiting has."""
    for _ in range(20):
        await asyncio.sleep(0)


def ask(cache: TileCache, work: Callable[[], Any], visitor: Visitor, key: str = "a") -> asyncio.Task[bytes]:
    return asyncio.create_task(_asked(cache, work, visitor, key))


async def _asked(cache: TileCache, work: Callable[[], Any], visitor: Visitor, key: str) -> bytes:
    return await cancel_on_disconnect(visitor.request, cache.get_or_compute("tile", key, work))


async def test_many_who_ask_at_once_share_one_computation_and_later_ones_its_result() -> None:
    lookups = Lookups()
    cache, work = TileCache(1000, lookups), Work()
    asked = [ask(cache, work, Visitor()) for _ in range(300)]
    await settle()
    asked += [ask(cache, work, Visitor()) for _ in range(10)]  # while it is under way
    await settle()
    work.go_on.set()
    assert await asyncio.gather(*asked) == 310 * [b"tile"]
    assert await ask(cache, work, Visitor()) == b"tile"
    assert work.begun == 1 and cache.size == 4 + ENTRY and not cache._flights
    assert lookups.results == [("tile", "miss"), *309 * [("tile", "joined")], ("tile", "hit")]


async def test_other_keys_are_computed_apart() -> None:
    cache, work = TileCache(1000), Work()
    work.go_on.set()
    assert await asyncio.gather(*(ask(cache, work, Visitor(), key) for key in "abab")) == 4 * [b"tile"]
    assert work.begun == 2


@pytest.mark.parametrize("leaver", [0, 1])
async def test_who_leaves_takes_it_from_nobody_else(leaver: int) -> None:
    cache, work, visitors = TileCache(1000), Work(), [Visitor() for _ in range(3)]
    asked = [ask(cache, work, visitor) for visitor in visitors]
    await settle()
    visitors[leaver].left.set()
    with pytest.raises(ClientDisconnect):
        await asked.pop(leaver)
    assert work.cancelled == 0
    work.go_on.set()
    assert await asyncio.gather(*asked) == 2 * [b"tile"] and work.begun == 1


async def test_a_request_that_is_cancelled_takes_it_from_nobody_else() -> None:
    cache, work = TileCache(1000), Work()
    first, second = (ask(cache, work, Visitor()) for _ in range(2))
    await settle()
    first.cancel()  # its time is over
    await settle()
    work.go_on.set()
    assert await second == b"tile" and first.cancelled() and (work.begun, work.cancelled) == (1, 0)


@pytest.mark.parametrize("how", ["disconnected", "cancelled"])
async def test_it_is_cancelled_once_all_who_waited_have_left(how: str) -> None:
    cache, work, visitors = TileCache(1000), Work(), [Visitor() for _ in range(3)]
    asked = [ask(cache, work, visitor) for visitor in visitors]
    await settle()
    for i, (visitor, task) in enumerate(zip(visitors, asked, strict=True)):
        assert work.cancelled == 0, f"{3 - i} still wait"
        if how == "cancelled":
            task.cancel()
        else:
            visitor.left.set()
        await settle()
    assert work.cancelled == 1 and cache.size == 0 and not cache._flights
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(error, (ClientDisconnect, asyncio.CancelledError)) for error in ended)


async def test_whoever_asks_after_all_have_left_begins_anew_however_long_the_end_takes() -> None:
    ended = asyncio.Event()

    async def slow_to_end() -> bytes:
        try:
            await asyncio.Event().wait()
        finally:
            await ended.wait()
        return b""

    cache, work, visitor = TileCache(1000), Work(), Visitor()
    gone = ask(cache, slow_to_end, visitor)
    await settle()
    visitor.left.set()
    with pytest.raises(ClientDisconnect):
        await gone
    again = ask(cache, work, Visitor())
    await settle()
    ended.set()
    await settle()
    joined = ask(cache, work, Visitor())
    await settle()
    work.go_on.set()
    assert [await again, await joined] == 2 * [b"tile"] and work.begun == 1, "the old one's end ends no other"


@pytest.mark.parametrize("failure", [ArithmeticError("a bug"), Overloaded(), Problem("no_judge")])
async def test_a_failure_reaches_all_who_wait_and_is_not_kept(failure: Exception) -> None:
    cache, failing, work = TileCache(1000), Work(fails=failure), Work()
    asked = [ask(cache, failing, Visitor()) for _ in range(5)]
    await settle()
    failing.go_on.set()
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert ended == 5 * [failure] and failing.begun == 1
    work.go_on.set()
    assert await ask(cache, work, Visitor()) == b"tile"


async def test_what_is_too_large_to_keep_is_given_all_the_same() -> None:
    cache, work = TileCache(ENTRY + 3), Work()
    work.go_on.set()
    for times in (1, 2):
        assert await ask(cache, work, Visitor()) == b"tile" and work.begun == times and cache.size == 0


async def test_the_time_of_who_joins_is_wait() -> None:
    async def timed() -> Spent:
        spent = Spent()
        SPENT.set(spent)
        await cache.get_or_compute("layer", "a", work)
        return spent

    cache, work = TileCache(1000), Work()
    first, second = asyncio.create_task(timed()), asyncio.create_task(timed())
    await asyncio.sleep(0.05)
    work.go_on.set()
    assert (await first).wait == 0, "its work accounts for itself"
    assert (await second).wait > 0.04 and (await second).work == 0


async def test_short_answers_take_no_more_memory_than_was_allowed() -> None:
    cache, work = TileCache(3 * (ENTRY + 4)), Work()
    work.go_on.set()
    for key in "abcdea":
        await ask(cache, work, Visitor(), key)
    assert cache.size == 3 * (ENTRY + 4) and work.begun == 6, "the oldest has gone"
