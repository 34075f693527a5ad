"""The plan is arithmetic: measured costs times what visitors are taken to do, checked by hand on round numbers."""

import json
import os
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer

from latent_explorer.app.routes.live_frames import ADDRESS, COMPARED, HEADER, IMAGES
from tests.bench import __main__ as bench
from tests.bench import plan
from tests.bench.__main__ import CAPACITY, FIGURES, planned, replaced
from tests.bench.acts import Ear
from tests.bench.behaviour import Behaviour
from tests.bench.crowd import Tally
from tests.bench.needs import load, needs, wire
from tests.bench.pages import GESTURES, Page, rows_at
from tests.bench.price import NOTHING, Act, Cost, Costs, Gesture, Tile, read
from tests.bench.servers import cpu_s

IDLE = Behaviour(
    stay=1, dragging=0, experiments=0, drawing=0, looks=0, digits=0, photos=0, dense=0, packet=0, utilisation=0.5
)
STILL = Gesture(NOTHING, NOTHING, 1)
FREE = Costs(
    tile=Tile(10, 1, 1000),
    dense=Tile(30, 1, 5000),
    visit=Act(NOTHING),
    look=Act(NOTHING),
    digit=Act(NOTHING),
    photo=Act(NOTHING),
    move=STILL,
    ring=STILL,
    draw=STILL,
    process_mb=500,
    socket_mb=0.1,
)
VISITED = replace(FREE, visit=Act(Cost(100, 2000, 500, 3), tiles=10, fixed=Cost(60, 4000, 0, 7)))


def test_the_page_shows_the_plan_of_the_kept_figures() -> None:
    assert planned(json.loads(FIGURES.read_text())) in CAPACITY.read_text(), "python -m tests.bench --write"


def test_without_a_cdn_all_comes_to_the_servers() -> None:
    """A visit a minute: 100 + 60 ms, and 10 tiles of which half are kept: 5 · 10 + 5 · 1 ms."""
    whole = load(VISITED, replace(IDLE, kept=0.5), cdn=False, crowd=True).whole
    assert 60 * whole.ms == pytest.approx(100 + 60 + 50 + 5)
    assert 60 * whole.out == pytest.approx(2000 + 4000 + 10 * 1000)
    assert 60 * whole.messages == pytest.approx(3 + 7 + 10)


def test_a_cdn_spares_what_it_has_and_sends_all_of_it() -> None:
    """It has nine tenths: a tenth of the fixed 60 ms, and one new tile of 10 ms, are left."""
    found = load(VISITED, replace(IDLE, hit_rate=0.9), cdn=True, crowd=True)
    assert 60 * found.whole.ms == pytest.approx(100 + 6 + 10)
    assert 60 * found.whole.out == pytest.approx(2000 + 400 + 1000)
    assert 60 * found.by_cdn.out == pytest.approx(4000 + 10 * 1000)


@pytest.mark.parametrize("cdn", [False, True])
def test_alone_nobody_has_asked_for_a_tile_before(cdn: bool) -> None:
    whole = load(VISITED, replace(IDLE, hit_rate=1, kept=1), cdn, crowd=False).whole
    assert 60 * whole.ms == pytest.approx(100 + 60 + 10 * 10)


def test_dense_screens_take_dense_tiles() -> None:
    whole = load(VISITED, replace(IDLE, kept=0, dense=0.5), cdn=False, crowd=True).whole
    assert 60 * whole.out == pytest.approx(2000 + 4000 + 10 * 3000)
    assert 60 * whole.ms == pytest.approx(100 + 60 + 10 * 20)


def test_a_gesture_costs_by_the_share_of_time_and_by_the_crowd() -> None:
    """A fifth of the time at 60 moves a second; a tenth of that is judged, at 10 a second."""
    move, ring, draw = (Gesture(Cost(a), Cost(b), often) for a, b, often in ((2, 0.5, 60), (8, 9, 10), (20, 30, 5)))
    costs = replace(FREE, move=move, ring=ring, draw=draw)
    does = replace(IDLE, dragging=0.2, experiments=0.1, drawing=0.01)
    alone, crowd = (load(costs, does, False, many).whole.ms for many in (False, True))
    assert alone == pytest.approx(0.18 * 60 * 2 + 0.02 * 10 * 8 + 0.01 * 5 * 20)
    assert crowd == pytest.approx(0.18 * 60 * 0.5 + 0.02 * 10 * 9 + 0.01 * 5 * 30)


def test_a_photograph_weighs_what_is_assumed_unless_the_measured_one_weighs_more() -> None:
    costs = replace(FREE, photo=Act(Cost(into=1e6)))
    for megabytes, taken in ((3.0, 3e6), (0.5, 1e6)):
        does = replace(IDLE, photos=60, photo_mb=megabytes)
        assert load(costs, does, False, True).whole.into == pytest.approx(taken)


def test_what_is_needed_is_rounded_up() -> None:
    """1,200 visits a minute of 100 ms: 2 cores' worth, which at half use are 4; one visitor more needs a fifth."""
    costs = replace(FREE, visit=Act(Cost(100, 25_000, 0, 0)))
    found = needs(costs, IDLE, 1200, False, max_live=1500)
    assert (found.cores, found.processes) == (4, 4)
    assert found.memory_gb == 3  # 4 · 500 MB and 1,200 · 0.1 MB: 2.12
    assert found.out_mbit == 4  # 20 · 25 kB a second: exactly 4
    assert needs(costs, IDLE, 1201, False, max_live=1500).cores == 5
    assert needs(costs, IDLE, 1201, False, max_live=1500).out_mbit == 5


def test_who_arrive_together_open_the_page_more_often() -> None:
    costs = replace(FREE, visit=Act(Cost(100)))
    found = needs(costs, replace(IDLE, stay=10, arrival=2), 6000, False, max_live=100_000)
    assert (found.cores, found.arriving) == (2, 10)


@pytest.mark.parametrize(
    ("cost", "max_live", "limit"),
    [(Cost(600, 1), 1500, "cores"), (Cost(0.1, 1), 10, "live sockets"), (Cost(1, 1e8), 1500, "network")],
)
def test_what_bears_the_fewest_visitors_runs_out_first(cost: Cost, max_live: int, limit: str) -> None:
    found = needs(replace(FREE, visit=Act(cost)), IDLE, 1000, False, max_live)
    assert found.limit == limit
    assert found.processes == max(found.cores, -(-1000 // max_live))


def test_packets_have_bytes_around_them_and_are_acknowledged() -> None:
    """2,800 bytes out in one message and 1,400 in: at most 2 + 1 and 1 + 1 packets, each met by an empty one."""
    of = Cost(out=2800, into=1400, messages=1)
    does = replace(IDLE, packet=100)
    assert wire(of.out, of, does) == pytest.approx(8 * (2800 + 5 * 100) / 1e6)
    assert wire(of.into, of, does) == pytest.approx(8 * (1400 + 5 * 100) / 1e6)


def test_prices_are_medians_and_no_tile_is_counted_twice() -> None:
    figures = json.loads(FIGURES.read_text())
    of = figures["costs"]
    of["tile"] |= {"new_ms": [9, 4, 5], "kept_ms": [1, 1, 3], "bytes": [100, 100, 100]}
    of["fixed"]["ms"] = [20]
    of["acts"]["visit"] = {
        "ms": [70, 60, 90], "requests": [20], "messages": [2], "bytes": [9000], "sent": [300], "tiles": [5],
        "tile_bytes": [500], "fixed": 12, "fixed_bytes": [6000],
    }  # fmt: skip
    found = read(figures, caches_mb=160)
    assert (found.tile.new_ms, found.tile.kept_ms) == (5, 1)
    assert found.visit.rest == Cost(70 - 5 * 1 - 20, 9000 - 500 - 6000, 300, 20 + 2 - 5 - 12)
    assert found.visit.fixed == Cost(20, 6000, 0, 12)
    assert found.process_mb == of["memory"]["worked"] + 160


@pytest.mark.parametrize(("name", "value"), [("hit_rate", 1.1), ("stay", 0), ("looks", -1), ("photos", float("nan"))])
def test_an_assumption_that_cannot_be_is_named(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name}, .* can't be"):
        Behaviour(**{name: value})


def test_every_assumption_is_an_option_and_stands_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    given = plan.parser().parse_args(["--hit-rate", "0.25", "--visitors", "7", "9"])
    assert (given.hit_rate, given.visitors) == (0.25, [7, 9])
    shown = plan.section(json.loads(FIGURES.read_text()), Behaviour(hit_rate=0.25), (7, 9))
    assert all(f"`--{of.name.replace('_', '-')}`" in shown for of in fields(Behaviour))
    assert "| 0.25 |" in shown and "\n| 9 | with |" in shown
    with pytest.raises(SystemExit):
        plan.parser().parse_args(["--visitors", "0"])
    assert "there is at least one" in capsys.readouterr().err


def test_a_part_of_a_page_takes_the_place_of_the_last() -> None:
    assert replaced("a<b>old<c>d", "<b>", "<c>", "<b>new<c>") == "a<b>new<c>d"
    for lost in ("a<b>old", "old<c>"):
        with pytest.raises(ValueError, match="lost its mark"):
            replaced(lost, "<b>", "<c>", "")


def test_one_part_is_measured_again_and_the_others_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = json.loads(FIGURES.read_text())
    again = kept["costs"] | {"fixed": {"ms": [1.0], "bytes": [1.0]}}
    for name, source in (
        ("FIGURES", FIGURES),
        ("PERFORMANCE", bench.PERFORMANCE),
        ("CAPACITY", CAPACITY),
        ("PLOT", bench.PLOT),
    ):
        monkeypatch.setattr(bench, name, tmp_path / source.name)
        (tmp_path / source.name).write_text(source.read_text())
    monkeypatch.setattr(bench, "costs", lambda say: again)
    monkeypatch.setattr(bench, "machine", lambda: kept["machine"])
    bench.main(keep=True, only=[bench.Part("costs")])
    assert json.loads(bench.FIGURES.read_text()) == kept | {"costs": again}
    page = bench.CAPACITY.read_text()
    assert planned(kept | {"costs": again}) in page and bench.section(kept) in bench.PERFORMANCE.read_text()
    assert page.count(plan.BEGIN) == page.count(plan.END) == 1


def test_parts_of_two_machines_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "machine", lambda: "another")
    with pytest.raises(typer.BadParameter, match="come from another machine"):
        bench.main(only=[bench.Part("costs")])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Linux tells it")
def test_the_time_of_a_core_is_that_of_the_process() -> None:
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    before = time.process_time()
    found = cpu_s(os.getpid())
    assert before - 0.1 <= found <= time.process_time() + 0.1  # it is told in ticks


class Wire:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.sent.append(data)


def page(gesture: str) -> tuple[Page, list[bytes]]:
    made, transport = Page(Tally(), 1, GESTURES[gesture]), Wire()
    made.connection_made(transport)  # type: ignore[arg-type]
    made.data_received(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    return made, transport.sent


def answer(model: int, seq: int, kind: int, size: int = 784) -> bytes:
    payload = ADDRESS.pack(model, model, kind) + HEADER.pack(seq, 1) + bytes(size)
    return b"\x82\x7e" + len(payload).to_bytes(2) + payload


def test_a_page_asks_both_models_and_each_again_once_it_has_answered() -> None:
    made, sent = page("move")
    assert b"GET /api/live?model=ae-2d&model=vae-2d " in sent[0]
    for x in range(3):
        made.move((float(x), 0.0))
    assert len(sent) == 3 and not made.is_done
    made.data_received(answer(1, 2, IMAGES))
    assert len(sent) == 4 and sent[3][6:10] == ADDRESS.pack(1, 1, IMAGES)
    assert sent[3].endswith(rows_at(IMAGES, 1, (2.0, 0.0)))
    made.data_received(answer(0, 1, IMAGES))
    made.data_received(answer(1, 3, IMAGES))
    made.data_received(answer(0, 4, IMAGES))
    assert made.is_done and len(made.tally.waits) == 4 and made.tally.errors == []
    assert made.received == 4 * len(answer(0, 1, IMAGES)) and made.sent == sum(map(len, sent[1:]))


def test_what_is_judged_is_asked_of_both_models_together() -> None:
    made, sent = page("ring")
    made.move((0.0, 0.0))
    made.move((1.0, 0.0))
    made.data_received(answer(0, 1, COMPARED))
    assert len(sent) == 3
    made.data_received(answer(1, 2, COMPARED))
    assert len(sent) == 5


@pytest.mark.parametrize("wrong", [answer(0, 9, IMAGES), answer(0, 1, COMPARED), answer(5, 1, IMAGES)])
def test_an_answer_that_was_not_asked_for_is_an_error(wrong: bytes) -> None:
    made, _ = page("move")
    made.move((0.0, 0.0))
    made.data_received(wrong)
    assert len(made.tally.errors) == 1 and made.tally.waits == []


def test_a_drawing_of_the_bench_is_one_that_the_server_takes() -> None:
    from latent_explorer.app.images.strokes import normalise_strokes

    rows = np.frombuffer(rows_at(4, 60, (2.0, -2.0)), "<f4").reshape(60, 3)
    assert normalise_strokes(rows).pixels.max() == 1


class Session:
    """A debugging session that says what it is told to."""

    def __init__(self) -> None:
        self.heard: dict[str, Any] = {}
        self.context = self

    def new_cdp_session(self, page: object) -> "Session":
        return self

    def send(self, method: str) -> None:
        """Nothing is there to be switched on."""

    def on(self, name: str, hear: Any) -> None:
        self.heard[name.removeprefix("Network.")] = hear

    def load(self, url: str, came: int, **response: Any) -> None:
        of = {"url": f"http://127.0.0.1:1{url}", "headers": {}, **response}
        self.heard["responseReceived"]({"requestId": url, "response": of})
        self.heard["loadingFinished"]({"requestId": url, "encodedDataLength": came})


def test_an_act_counts_what_came_over_the_network_alone() -> None:
    session = Session()
    ear = Ear(session)  # type: ignore[arg-type]
    forever = {"Cache-Control": "public, immutable"}
    session.heard["requestWillBeSentExtraInfo"]({"headers": {"Host": "h", "Content-Length": "1000"}})
    session.load("/", 500)
    session.load("/static/a/main.js", 300, headers=forever)
    session.load("/api/models/vae-2d/r/tiles/1/0/0@2x.png", 2000, headers=forever)
    session.load("/static/a/kept.js", 300, headers=forever, fromDiskCache=True)
    session.load("/static/a/held.js", 0, headers=forever)
    session.heard["webSocketFrameReceived"]({"response": {"payloadData": "A" * 400}})
    act = ear.act
    assert (act.requests, act.messages, act.tiles, act.fixed) == (3, 1, 1, ["/static/a/main.js"])
    assert (act.bytes, act.tile_bytes, act.fixed_bytes) == (500 + 300 + 2000 + 304, 2000, 300)
    assert act.sent == len("host: h\r\ncontent-length: 1000\r\n") + 1000
