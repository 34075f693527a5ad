"""What visitors need: the measured costs, times what they are taken to do. Pure; whatever is rounded is rounded up."""

import math
from dataclasses import dataclass, replace

from tests.bench.behaviour import Behaviour
from tests.bench.price import NOTHING, Act, Cost, Costs, Tile

CROWD = 200  # visitors from whom on a move costs what it was measured to cost among 200 open pages
PAYLOAD = 1400  # bytes in a packet


@dataclass(frozen=True)
class Load:
    """Of one visitor, each second: what the servers answer, by what for, and what a CDN does."""

    served: dict[str, Cost]
    by_cdn: Cost

    @property
    def whole(self) -> Cost:
        """All that the servers answer."""
        return sum(self.served.values(), NOTHING)


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
    passed = [(act.fixed + _tiles(act, tile)) * often for act, often in acts.values()] if cdn else []
    return Load(served | _gestures(costs, does, crowd), sum(passed, NOTHING))


def _served(act: Act, tile: Tile, does: Behaviour, cdn: bool, crowd: bool) -> Cost:
    """What of an act comes to the servers: with a CDN only what it has not, and then none of its tiles is kept."""
    if cdn:
        missed = 1 - does.hit_rate if crowd else 1.0
        return act.rest + (act.fixed + _tiles(act, tile)) * missed
    kept = does.kept if crowd else 0.0
    return act.rest + act.fixed + _tiles(act, replace(tile, new_ms=(1 - kept) * tile.new_ms + kept * tile.kept_ms))


def _tiles(act: Act, tile: Tile) -> Cost:
    """All of an act's tiles, new."""
    return Cost(tile.new_ms, tile.out, messages=1) * act.tiles


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
    out, into, by_cdn = wire(of.whole.out, of.whole, does), wire(of.whole.into, of.whole, does), of.by_cdn
    takes = {  # of each, the share that a visitor takes: of whatever it is most of, more is needed first
        "cores": of.whole.ms / 1000 / does.utilisation,
        "live sockets": 1 / max_live,
        "network": max(out, into) / does.port_mbit,
    }
    return Needs(
        visitors=visitors,
        cdn=cdn,
        cores=cores,
        arriving=cores_for(costs, replace(does, stay=does.arrival), visitors, cdn),
        processes=processes,
        memory_gb=_up((processes * costs.process_mb + visitors * costs.socket_mb) / 1000),
        out_mbit=_up(visitors * out),
        cdn_mbit=_up(visitors * wire(by_cdn.out, by_cdn, does)),
        into_mbit=_up(visitors * into),
        limit=max(takes, key=lambda name: takes[name]),
    )


def cores_for(costs: Costs, does: Behaviour, visitors: int, cdn: bool) -> int:
    """Cores that are no busier than they shall be."""
    return _up(visitors * load(costs, does, cdn, visitors >= CROWD).whole.ms / 1000 / does.utilisation)


def wire(way: float, of: Cost, does: Behaviour) -> float:
    """Mbit/s on the wire in one of the two ways, in which so many bytes a second go: a message has one packet at least,
    each packet has bytes around it, and is acknowledged by one that has nothing else.
    """
    packets = (of.out + of.into) / PAYLOAD + 2 * of.messages
    return 8 * (way + does.packet * packets) / 1e6


def _up(value: float) -> int:
    """The next whole number; what is one but for the last bits of a float is that."""
    return math.ceil(round(value, 9))
