"""The bench is not timed here: only that its report says what it measured, and that its load is what it claims."""

import json

import numpy as np
import pytest

from tests.bench import report
from tests.bench.__main__ import FIGURES, PERFORMANCE, PLOT, plot_of, section
from tests.bench.crowd import LiveVisitor, NaiveVisitor, Tally


class Wire:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.sent.append(data)


def answer(seq: int, codes: int = 1) -> bytes:
    payload = np.array([seq, codes], "<u4").tobytes() + bytes(784 * codes)
    return b"\x82\x7e" + len(payload).to_bytes(2) + payload


@pytest.fixture
def visitor() -> LiveVisitor:
    made = LiveVisitor(Tally(), "vae-2d", 1, codes=1)
    made.connection_made(Wire())  # type: ignore[arg-type]
    made.data_received(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    return made


def test_the_page_and_the_plot_show_the_kept_figures() -> None:
    figures = json.loads(FIGURES.read_text())
    assert section(figures) in PERFORMANCE.read_text(), "python -m tests.bench --write"
    assert plot_of(figures) == PLOT.read_text()


def test_a_ratio_is_of_medians_and_shows_the_spread() -> None:
    row = report._ratio("Tiles", [300.0, 100.0, 200.0], "naive", [10.0, 20.0, 30.0])
    assert row == ("Tiles", "200.0 [100.0, 300.0]", "naive 20.0 [10.0, 30.0]", "10.0 ×")


def test_a_visitor_asks_for_the_newest_place_only(visitor: LiveVisitor) -> None:
    for x in range(3):
        visitor.move((float(x), 0.0))
    sent = visitor.transport.sent  # type: ignore[attr-defined]
    assert len(sent) == 2 and visitor.tally.waits == []
    visitor.data_received(answer(1)[:100])
    visitor.data_received(answer(1)[100:])
    assert len(visitor.tally.waits) == 1 and len(sent) == 3
    assert sent[2].endswith(np.array([2.0, 0.0], "<f4").tobytes())
    assert visitor.tally.moves == 3 and visitor.tally.errors == []


@pytest.mark.parametrize("wrong", [answer(2), answer(1, codes=2), b"\x88\x02\x03\xf5"], ids=["late", "many", "close"])
def test_a_wrong_answer_is_an_error(visitor: LiveVisitor, wrong: bytes) -> None:
    visitor.move((0.0, 0.0))
    visitor.data_received(wrong)
    assert len(visitor.tally.errors) == 1 and visitor.tally.waits == []


def test_a_naive_visitor_takes_a_png_only() -> None:
    visitor = NaiveVisitor(Tally())
    visitor.connection_made(Wire())  # type: ignore[arg-type]
    for body in (b"\x89PNG", b"oops"):
        visitor.move((0.0, 0.0))
        visitor.data_received(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body)
    assert (len(visitor.tally.waits), len(visitor.tally.errors)) == (1, 1)
