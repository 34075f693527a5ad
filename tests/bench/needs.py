"""What visitors need: the measured costs, times what they are taken to do. Pure; whatever is rounded is rounded up."""

import math
from dataclasses import dataclass, replace

from tests.bench.behaviour import Behaviour
from tests.bench.price import NOTHING, Act, Cost, Costs, Tile

CROWD = 200  # visitors from whom on a move costs what it was measured to cost among 200 open pages


@dataclass(frozen=True)
class Load:
    """Of one visitor, each second: milliseconds of a core by what for; bytes out of servers and a CDN, and in."""

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
    photo = replace(costs.photo, rest=replace(costs.photo.rest, into=max(costs.photo.rest.into, 1e6 * does.photo_mb)))
    acts = {
        "opening the page": (costs.visit, 1 / does.stay / 60),
        "looking around on the maps": (costs.look, does.looks / 60),
        "digits of the gallery": (costs.digit, does.digits / 60),
        "photographs": (photo, does.photos / 60),
    }
    served = {name: _served(act, tile, does, cdn, crowd) * often for name, (act, often) in acts.items()}
    every = served | _gestures(costs, does, crowd)
    whole = sum(every.values(), NOTHING)
    by_cdn = sum(often * (act.fixed.out + act.tiles * tile.out) for act, often in acts.values())
    return Load({name: cost.ms for name, cost in every.items()}, whole.out, by_cdn if cdn else 0.0, whole.into)


def _served(act: Act, tile: Tile, does: Behaviour, cdn: bool, crowd: bool) -> Cost:
    """What of an act comes to the servers: with a CDN only what it has not, and then none of its tiles is kept."""
    if cdn:
        missed = 1 - does.hit_rate if crowd else 1.0
        return act.rest + (act.fixed + Cost(tile.new_ms, tile.out) * act.tiles) * missed
    kept = does.kept if crowd else 0.0
    return act.rest + act.fixed + Cost((1 - kept) * tile.new_ms + kept * tile.kept_ms, tile.out) * act.tiles


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
