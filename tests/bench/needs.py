"""What visitors need: the measured costs, times what they are taken to do. Pure; whatever is rounded is rounded up."""

import math
import statistics
from dataclasses import dataclass, replace
from typing import Any

Figures = dict[str, Any]
CROWD = 200  # visitors from whom on a move costs what it was measured to cost among 200 open pages
LIKENESSES = 2  # of a look: one for each map, where the digit is out of sight


@dataclass(frozen=True)
class Cost:
    """Of one thing done: milliseconds of a core, bytes out of the server and into it."""

    ms: float = 0
    out: float = 0
    into: float = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.ms + other.ms, self.out + other.out, self.into + other.into)

    def __mul__(self, times: float) -> "Cost":
        return Cost(times * self.ms, times * self.out, times * self.into)


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


@dataclass(frozen=True)
class Behaviour:
    """What a visitor is taken to do, and what the machines are taken to be: assumptions, all of them.

    Shares are of 1.
    """

    stay: float = 10
    dragging: float = 0.2
    experiments: float = 0.1
    drawing: float = 0.02
    looks: float = 4
    digits: float = 1
    photos: float = 0.1
    dense: float = 0.5
    kept: float = 0.5
    hit_rate: float = 0.9
    overhead: float = 0.15
    utilisation: float = 0.6
    port_mbit: float = 125
    arrival: float = 5


@dataclass(frozen=True)
class Load:
    """Of one visitor, each second: milliseconds of a core by what for; bytes out of the servers, a CDN, into servers."""

    ms: dict[str, float]
    out: float
    cdn: float
    into: float


@dataclass(frozen=True)
class Needs:
    """What so many visitors need; bandwidth in Mbit/s."""

    visitors: int
    cdn: bool
    cores: int
    arriving: int
    processes: int
    memory_gb: int
    out_mbit: int
    cdn_mbit: int
    into_mbit: int
    limit: str


def load(costs: Costs, does: Behaviour, cdn: bool, crowd: bool) -> Load:
    """What a visitor asks for, on average, each second. Alone, nobody has asked for the same tile before."""
    tile = costs.tile.mixed(costs.dense, does.dense)
    spared = (does.hit_rate if cdn else does.kept) if crowd else 0.0
    kept_ms = 0.0 if cdn else spared * tile.kept_ms
    tile_ms = (1 - spared) * tile.new_ms + kept_ms
    acts = {
        "opening the page": (costs.visit, 1 / does.stay),
        "looking around on the maps": (costs.look, does.looks),
        "digits of the gallery": (costs.digit, does.digits),
        "photographs": (costs.photo, does.photos),
    }
    served = {name: _served(act, tile_ms, (1 - spared if cdn else 1) * tile.out, cdn) * (times / 60)
              for name, (act, times) in acts.items()}  # fmt: skip
    by_cdn = sum(times / 60 * (act.fixed.out + act.tiles * tile.out) for act, times in acts.values()) if cdn else 0.0
    every = served | _gestures(costs, does, crowd)
    whole = sum(every.values(), NOTHING)
    return Load({name: cost.ms for name, cost in every.items()}, whole.out, by_cdn, whole.into)


def _served(act: Act, tile_ms: float, tile_out: float, cdn: bool) -> Cost:
    return act.rest + Cost(tile_ms, tile_out) * act.tiles + (NOTHING if cdn else act.fixed)


def _gestures(costs: Costs, does: Behaviour, crowd: bool) -> dict[str, Cost]:
    gestures = {
        "images under the finger": (costs.move, does.dragging * (1 - does.experiments)),
        "experiments that are judged": (costs.ring, does.dragging * does.experiments),
        "drawing": (costs.draw, does.drawing),
    }
    return {name: (of.crowd if crowd else of.alone) * (share * of.per_second) for name, (of, share) in gestures.items()}


def needs(costs: Costs, does: Behaviour, visitors: int, cdn: bool, max_live: int) -> Needs:
    """What so many visitors at once need, each with an open live socket, of which a process takes `max_live`."""
    of = load(costs, does, cdn, visitors >= CROWD)
    cores = cores_for(costs, does, visitors, cdn)
    processes = max(cores, math.ceil(visitors / max_live))
    out, from_cdn, into = (_mbit(visitors * each, does) for each in (of.out, of.cdn, of.into))
    # How many visitors each of these can bear: of whatever bears the fewest, more is needed first.
    bears = {
        "cores": does.utilisation * 1000 / sum(of.ms.values()),
        "live sockets": float(max_live),
        "network": does.port_mbit / (_mbit_exactly(max(of.out, of.into), does)),
    }
    return Needs(
        visitors=visitors,
        cdn=cdn,
        cores=cores,
        arriving=cores_for(costs, replace(does, stay=does.arrival), visitors, cdn),
        processes=processes,
        memory_gb=math.ceil((processes * costs.process_mb + visitors * costs.socket_mb) / 1000),
        out_mbit=out,
        cdn_mbit=from_cdn,
        into_mbit=into,
        limit=min(bears, key=lambda name: bears[name]),
    )


def cores_for(costs: Costs, does: Behaviour, visitors: int, cdn: bool) -> int:
    """Cores that are no busier than they shall be."""
    ms = sum(load(costs, does, cdn, visitors >= CROWD).ms.values())
    return math.ceil(round(visitors * ms / 1000 / does.utilisation, 9))  # what is one core exactly is not two


def _mbit_exactly(bytes_a_second: float, does: Behaviour) -> float:
    return 8 * bytes_a_second * (1 + does.overhead) / 1e6


def _mbit(bytes_a_second: float, does: Behaviour) -> int:
    return math.ceil(round(_mbit_exactly(bytes_a_second, does), 9))


def read(figures: Figures, caches_mb: float) -> Costs:
    """The medians of what `python -m tests.bench` measured; each process may fill its caches, of so many MB."""
    of = figures["costs"]
    tile = Tile(*(_median(of["tile"][key]) for key in ("new_ms", "kept_ms", "bytes")))
    likeness = Cost(_median(of["likeness"]["ms"]), _median(of["likeness"]["bytes"]))
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
    act = {key: _median(values) for key, values in figures.items()}
    out = act["bytes"] - act["tile_bytes"] - act["fixed_bytes"]
    rest = Cost(max(0.0, act["ms"] - act["tiles"] * tile.kept_ms), out, act["sent"])
    return Act(rest, act["tiles"], Cost(out=act["fixed_bytes"]))


def _gesture(figures: Figures) -> Gesture:
    alone, crowd = (
        Cost(*(_median(figures[name][key]) for key in ("ms", "bytes", "sent"))) for name in ("alone", "crowd")
    )
    return Gesture(alone, crowd, _median(figures["alone"]["per_second"]))


def _median(values: list[float]) -> float:
    return float(statistics.median(values))
