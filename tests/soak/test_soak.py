"""The soak is not run here: only that it counts what it says, and that its verdict is what it claims."""

from dataclasses import replace

import anyio
import pytest

from tests.soak.ledger import Ledger
from tests.soak.report import Soak, broken, plot, table
from tests.soak.rude import UNREADABLE, large_png
from tests.soak.server import Gauge
from tests.soak.wire import Talk, frame, head

GAUGE = Gauge(mb=500.0, files=20, threads=10, cpu_s=1.0)


@pytest.fixture
def calm() -> Soak:
    """Two minutes in which nothing went wrong."""
    ledger = Ledger()
    ledger.waited("live", 0.01)
    ledger.refused("unreadable", 413)
    ledger.now.bursts += 1
    return Soak(ledger, [GAUGE._replace(cpu_s=i / 2) for i in range(120)], GAUGE, GAUGE, [], warm=0)


def test_a_calm_soak_breaks_nothing_and_says_what_was_seen(calm: Soak) -> None:
    assert broken(calm) == []
    rows = table(calm).splitlines()
    assert rows[2].startswith("| 1 | 0.50 | 500 | 20 | 10 | 10, 10 | – |")
    assert rows[2].endswith("| 1 | 0 | 0 of 1 |")
    assert "unreadable 413: 1" in table(calm) and "live p95, ms, at most 10" in plot(calm, "calm")


def test_each_broken_promise_is_named(calm: Soak) -> None:
    grown = [*calm.gauges[:60], *(gauge._replace(mb=530.0) for gauge in calm.gauges[60:])]
    assert "memory" in broken(replace(calm, gauges=grown))[0]
    assert broken(replace(calm, gauges=grown, warm=4)) == []  # no more than a warm-up
    assert "open files" in broken(replace(calm, after=GAUGE._replace(files=24)))[0]
    assert "complaints" in broken(replace(calm, complaints=["ERROR"]))[0]
    calm.ledger.surprised("tile", 500)
    calm.ledger.now.unanswered += 1
    words = broken(calm)
    assert len(words) == 2 and "1 last frames unanswered" in words[0] and "tile" in words[1]


class Wire:
    """A socket that keeps what is sent, and answers what it is told to."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []

    async def send(self, message: bytes) -> None:
        self.answers.append(message[:12])

    async def recv(self) -> bytes:
        return self.answers.pop()


async def conversation() -> list[bool]:
    wire = Wire()
    talk = Talk(wire)  # type: ignore[arg-type]
    settled = []
    for view, place in ((0, [0, 0]), (0, [1, 1]), (1, [2, 2])):
        await talk.ask(view, 0, 0, place)
    for _ in range(2):
        settled.append(talk.settled)
        await talk.hear()
    settled.append(talk.settled)
    wire.answers.append(frame(0, 0, 0, 1, [0, 0])[:12])
    with pytest.raises(KeyError):  # the first was overtaken: its answer is late
        await talk.hear()
    return settled


def test_a_talk_is_settled_once_the_last_of_each_view_is_answered() -> None:
    assert anyio.run(conversation) == [False, False, True]


def test_a_head_names_its_length() -> None:
    assert b"Content-Length: 7\r\n" in head("POST", "/x", 7)
    assert large_png() in UNREADABLE[0][0]
