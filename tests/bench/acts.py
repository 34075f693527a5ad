"""What a page in a real Chromium asks for, and what that costs the server: `python -m tests.bench.acts PORT PID PHOTO`.

Each act of a visitor lasts until the page asks for nothing more: the first visit, one step of the maps' zoom, a digit
of the gallery, a photograph, and the same visit again. Bytes are those on the wire, heads and all, packed as they were.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.bench.browser import visit
from tests.bench.servers import cpu_s

QUIET_S, LONGEST_S = 1.5, 60.0
FRAME = 4  # bytes around a message of 126 bytes or more
TILE = re.compile(r"/tiles/\d+/\d+/\d+(@2x)?\.png")


@dataclass
class Act:
    """Milliseconds of the server's core; requests, and messages that came by the live socket; bytes to the page, and
    from it (`sent`). Of requests and bytes: what tiles had, and what else never changes (`fixed`).
    """

    ms: float = 0
    requests: int = 0
    messages: int = 0
    bytes: int = 0
    sent: int = 0
    tiles: int = 0
    tile_bytes: int = 0
    fixed: list[str] = field(default_factory=list)
    fixed_bytes: int = 0


class Ear:
    """Hears what a page's network does, over the browser's debugging protocol."""

    def __init__(self, page: Page) -> None:
        self.page, self.act, self.last = page, Act(), time.monotonic()
        self._known: dict[str, tuple[str, bool]] = {}  # of each request, where to, and whether the answer never changes
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSentExtraInfo", self._ask)
        session.on("Network.responseReceived", self._answer)
        session.on("Network.requestServedFromCache", self._kept)
        session.on("Network.loadingFinished", self._finish)
        session.on("Network.webSocketFrameReceived", self._message)

    def hear(self, pid: int, what: Callable[[], object]) -> Act:
        """All that an act brings about. Raises TimeoutError where it never ends."""
        self.act, before = Act(), cpu_s(pid)
        what()
        self.last = begun = time.monotonic()
        while time.monotonic() < self.last + QUIET_S:
            self.page.wait_for_timeout(50)
            if time.monotonic() > begun + LONGEST_S:
                raise TimeoutError("the page asks on and on")
        self.act.ms = 1000 * (cpu_s(pid) - before)
        return self.act

    def _ask(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["headers"].items()}
        head = sum(len(name) + len(value) + len(": \r\n") for name, value in headers.items())
        self.act.sent += head + int(headers.get("content-length", 0))

    def _answer(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        if answer["url"].startswith("http") and not answer.get("fromDiskCache"):
            path = "/" + answer["url"].split("/", 3)[3]
            self._known[event["requestId"]] = (path, "immutable" in headers.get("cache-control", ""))

    def _kept(self, event: dict[str, Any]) -> None:
        self._known.pop(event["requestId"], None)

    def _finish(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        path, is_fixed = self._known.pop(event["requestId"], ("", False))
        came = int(event["encodedDataLength"])
        if not path or not came:
            return  # the browser had it
        self.act.requests += 1
        self.act.bytes += came
        if TILE.search(path):
            self.act.tiles += 1
            self.act.tile_bytes += came
        elif is_fixed:
            self.act.fixed.append(path)
            self.act.fixed_bytes += came

    def _message(self, event: dict[str, Any]) -> None:
        self.last = time.monotonic()
        self.act.messages += 1
        self.act.bytes += FRAME + len(event["response"]["payloadData"]) * 3 // 4  # in base 64


def zoom(page: Page) -> None:
    """One notch of the wheel, over the middle of the VAE's map."""
    box = page.locator("#map-vae").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_timeout(500)  # until it is begun


def acts(address: str, pid: int, photo: Path) -> dict[str, Act]:
    """What each act costs, one after another, of a new visitor whose page leaves all to the server."""
    with visit("about:blank") as (page, _):
        ear = Ear(page)
        return {
            "visit": ear.hear(pid, lambda: page.goto(f"{address}/?engine=server")),
            "zoom": ear.hear(pid, lambda: zoom(page)),
            "digit": ear.hear(pid, lambda: page.locator("#gallery button").nth(7).click()),
            "photo": ear.hear(pid, lambda: page.set_input_files("#upload", photo)),
            "again": ear.hear(pid, page.reload),
        }


if __name__ == "__main__":
    given = sys.argv[1:]
    heard = acts(f"http://127.0.0.1:{given[0]}", int(given[1]), Path(given[2]))
    print(json.dumps({name: asdict(act) for name, act in heard.items()}))
