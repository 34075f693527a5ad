import anyio
import pytest
from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from latent_explorer.app.http.disconnect import cancel_on_disconnect

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def request(leaves_after_s: float) -> Request:
    async def receive() -> dict[str, object]:
        await anyio.sleep(leaves_after_s)
        return {"type": "http.disconnect"}

    return Request({"type": "http"}, receive)


async def test_who_stays_gets_what_was_made() -> None:
    async def work() -> str:
        return "made"

    assert await cancel_on_disconnect(request(60), work()) == "made"


async def test_who_leaves_stops_the_work() -> None:
    stopped = anyio.Event()

    async def work() -> None:
        try:
            await anyio.sleep(60)
        finally:
            stopped.set()

    with anyio.fail_after(5):
        with pytest.raises(ClientDisconnect):
            await cancel_on_disconnect(request(0.01), work())
        await stopped.wait()


async def test_what_fails_fails() -> None:
    async def work() -> None:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await cancel_on_disconnect(request(60), work())


async def test_a_body_that_is_too_large_is_not_taken_for_leaving() -> None:
    async def receive() -> dict[str, object]:
        raise HTTPException(413)

    with pytest.raises(HTTPException):
        await cancel_on_disconnect(Request({"type": "http"}, receive), anyio.sleep(60))
