"""What each thing that a visitor does costs, read from what `make bench` measured: medians."""

import statistics
from dataclasses import dataclass, replace
from typing import Any

Figures = dict[str, Any]
TWINS = 2  # models, each asked with a message of its own
LIKENESSES = 2  # of a look: one for each map, where the digit is out of sight


@dataclass(frozen=True)
class Cost:
    """Of one thing done: milliseconds of a core, bytes out of the server and into it, messages each way."""

    ms: float = 0
    out: float = 0
    into: float = 0
    messages: float = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.ms + other.ms, self.out + other.out, self.into + other.into, self.messages + other.messages)

    def __mul__(self, times: float) -> "Cost":
        return Cost(times * self.ms, times * self.out, times * self.into, times * self.messages)


NOTHING = Cost()


@dataclass(frozen=True)
class Tile:
    """Milliseconds of a new tile and of a kept one, and its bytes."""

    new_ms: float
    kept_ms: float
    out: float

    def mixed(self, other: "Tile", share: float) -> "Tile":
        """A tile of which a share are others."""
        pairs = ((self.new_ms, other.new_ms), (self.kept_ms, other.kept_ms), (self.out, other.out))
        return Tile(*((1 - share) * ours + share * theirs for ours, theirs in pairs))


@dataclass(frozen=True)
class Act:
    """What a page asks for when something is done: so many tiles, what else never changes, and the rest."""

    rest: Cost
    tiles: float = 0
    fixed: Cost = NOTHING


@dataclass(frozen=True)
class Gesture:
    """A move under the finger, for a visitor alone and in a crowd; and how many a second a page makes of it."""

    alone: Cost
    crowd: Cost
    per_second: float


@dataclass(frozen=True)
class Costs:
    """All that was measured; memory in MB."""

    tile: Tile
    dense: Tile
    visit: Act
    look: Act
    digit: Act
    photo: Act
    move: Gesture
    ring: Gesture
    draw: Gesture
    process_mb: float
    socket_mb: float


def read(figures: Figures, caches_mb: float) -> Costs:
    """The medians of what `python -m tests.bench` measured; each process may fill its caches, of so many MB."""
    of = figures["costs"]
    tile = Tile(*(_median(of["tile"][key]) for key in ("new_ms", "kept_ms", "bytes")))
    likeness = Cost(_median(of["likeness"]["ms"]), _median(of["likeness"]["bytes"]), messages=1)
    fixed = Cost(_median(of["fixed"]["ms"]))
    acts = {name: _act(act, tile) for name, act in of["acts"].items()}
    visit, look = acts["visit"], acts["zoom"]
    ms = max(0.0, visit.rest.ms - fixed.ms)
    return Costs(
        tile=tile,
        dense=Tile(*(_median(of["dense"][key]) for key in ("new_ms", "kept_ms", "bytes"))),
        visit=replace(visit, rest=replace(visit.rest, ms=ms), fixed=visit.fixed + fixed),
        look=replace(look, rest=look.rest + likeness * LIKENESSES),
        digit=acts["digit"],
        photo=acts["photo"],
        **{name: _gesture(of["gestures"][name]) for name in ("move", "ring", "draw")},
        process_mb=of["memory"]["worked"] + caches_mb,
        socket_mb=_median(of["memory"]["socket"]),
    )


def _act(figures: Figures, tile: Tile) -> Act:
    """What an act asks for besides its tiles, which were kept ones when it was measured."""
    act = {key: _median(values) for key, values in figures.items() if key != "fixed"}
    fixed = Cost(out=act["fixed_bytes"], messages=figures["fixed"])
    rest = Cost(
        ms=max(0.0, act["ms"] - act["tiles"] * tile.kept_ms),
        out=act["bytes"] - act["tile_bytes"] - act["fixed_bytes"],
        into=act["sent"],
        messages=act["requests"] + act["messages"] - act["tiles"] - figures["fixed"],
    )
    return Act(rest, act["tiles"], fixed)


def _gesture(figures: Figures) -> Gesture:
    alone, crowd = (
        Cost(_median(seen["ms"]), _median(seen["bytes"]), _median(seen["sent"]), messages=TWINS)
        for seen in (figures["alone"], figures["crowd"])
    )
    return Gesture(alone, crowd, _median(figures["alone"]["per_second"]))


def _median(values: list[float]) -> float:
    return float(statistics.median(values))
