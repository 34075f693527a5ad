"""What a visitor is taken to do, and what machines and networks are taken to be: assumptions, none of them measured."""

import math
from dataclasses import dataclass, field, fields
from typing import Any

DIVIDES = ("stay", "arrival", "utilisation", "port_mbit", "machine")


def assumed(value: float, what: str, why: str) -> Any:
    """An assumption: its default, what it is, and why that."""
    return field(default=value, metadata={"what": what, "why": why})


@dataclass(frozen=True)
class Behaviour:
    """All that is assumed. Raises ValueError where a figure can't be."""

    stay: float = assumed(10, "minutes that a visitor stays", "each opens the page once, with an empty browser")
    arrival: float = assumed(5, "minutes within which all arrive, where they arrive together", "a course that begins")
    dragging: float = assumed(
        0.2,
        "share of the time under way over maps or sliders",
        "people read and look, too; meanwhile 60 moves a second, a screen's frames",
    )
    experiments: float = assumed(0.1, "share of that on a slider whose images are judged", "the ring's distance")
    drawing: float = assumed(0.02, "share of the time that the pen is on the pad", "about a second of each minute")
    looks: float = assumed(
        4,
        "steps of zoom a minute",
        "each brings the tiles in sight, some that are fetched ahead, and how close is close enough, of both maps",
    )
    digits: float = assumed(1, "digits picked from the gallery a minute", "each encoded by both models")
    photos: float = assumed(0.1, "photographs a minute", "one a visit")
    photo_mb: float = assumed(3, "MB of a photograph", "a phone's; the one that was measured has less noise")
    dense: float = assumed(0.5, "share of screens with two pixels to a point", "their tiles hold 256 digits, not 64")
    kept: float = assumed(0.5, "share of tiles that a process still has, without a CDN", "a crowd's; alone it is 0")
    hit_rate: float = assumed(0.9, "share of tiles, and of all that never changes, that a CDN has", "alone it is 0")
    packet: float = assumed(112, "bytes around each packet", "TLS 22, TCP 32, IP 20, Ethernet 38; each is acknowledged")
    utilisation: float = assumed(0.6, "share of a core that is busy on average", "beyond it, waits grow at each rush")
    port_mbit: float = assumed(125, "Mbit/s of network for each core", "a port of 1 Gbit/s for eight")
    machine: float = assumed(64, "cores of a machine", "as they are to be had")

    def __post_init__(self) -> None:
        for of in fields(self):
            value = getattr(self, of.name)
            most = 1.0 if of.metadata["what"].startswith("share") else math.inf
            if not 0 <= value <= most or value == math.inf or (value == 0 and of.name in DIVIDES):
                least, end = "above 0" if of.name in DIVIDES else "from 0 on", ", to 1" if most == 1 else ""
                raise ValueError(f"{of.name}, {of.metadata['what']}, can't be {value:g}: it goes {least}{end}")
