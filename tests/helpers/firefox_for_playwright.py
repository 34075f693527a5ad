"""A Firefox that Playwright can drive over WebDriver BiDi: `python -m tests.helpers.firefox_for_playwright PROGRAM …`.

Playwright 1.65 sends each new context a command that Firefox's ESR, 153, does not know, and gives up. Here that command
is answered in Firefox's place; all else passes.
"""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

LISTENS = "WebDriver BiDi listening on "
UNKNOWN = {"emulation.setMediaFeaturesOverride"}


async def run(program: list[str]) -> int:
    """Start Firefox, and stand before it until it ends; its exit status."""
    firefox = await asyncio.create_subprocess_exec(*program, stderr=PIPE)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, firefox.terminate)
    there = await _address(firefox)

    async def between(asker: ServerConnection) -> None:
        path = asker.request.path if asker.request else "/"
        async with connect(there + path, max_size=None) as answerer:
            await asyncio.wait(
                [asyncio.ensure_future(way) for way in (_ask(asker, answerer), _answer(answerer, asker))],
                return_when=asyncio.FIRST_COMPLETED,
            )

    async with serve(between, "127.0.0.1", 0, max_size=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        print(f"{LISTENS}ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
        await _rest(firefox)
        return await firefox.wait()


async def _address(firefox: Process) -> str:
    assert firefox.stderr
    while line := (await firefox.stderr.readline()).decode():
        if found := re.search(rf"{LISTENS}(ws://\S+)", line):
            return found[1]
        sys.stderr.write(line)
    raise SystemExit("Firefox ended before it listened")


async def _rest(firefox: Process) -> None:
    """Read what it says further, so that its pipe never fills."""
    assert firefox.stderr
    while await firefox.stderr.readline():
        pass


async def _ask(asker: ServerConnection, answerer: ClientConnection) -> None:
    async for message in asker:
        asked = json.loads(message)
        if asked["method"] in UNKNOWN:
            await asker.send(json.dumps({"type": "success", "id": asked["id"], "result": {}}))
        else:
            await answerer.send(message)


async def _answer(answerer: ClientConnection, asker: ServerConnection) -> None:
    async for message in answerer:
        await asker.send(message)


if __name__ == "__main__":
    sys.exit(asyncio.run(run(sys.argv[1:])))
