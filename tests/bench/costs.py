"""What each thing that a visitor does costs the server: milliseconds of a core, bytes on the wire, memory.

The server has a core to itself; what it used is read from the kernel, before and after. `tests/bench/needs.py` says
what follows for many visitors.
"""

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import servers
from tests.bench.servers import LOAD_CORE, Server
from tests.bench.uploads import photograph

Figures = dict[str, Any]
Say = Callable[[str], None]
ROUNDS, SECONDS = 5, 4.0
PHONE, QUALITY = (4032, 3024), 90  # 12 megapixels, as JPEG
TILES, ZOOMS, KEPT = 100, range(4, 9), 5
REPLAYS, PLACES = 5, 40
SOCKETS, FRESH = 500, 3
# Of 200 open pages so many are used at so many moves a second: the core is busy, and not full.
CROWD, CROWDS = 200, {"move": (14, 60), "ring": (20, 2), "draw": (20, 2)}
FINGER = 60  # moves a second: a screen's frames
FORMS = {"tile": "", "dense": "@2x"}


def costs(say: Say, rounds: int = ROUNDS, seconds: float = SECONDS) -> Figures:
    """All of it; each list has a figure of each round."""
    with TemporaryDirectory() as folder, servers.ours() as server:
        photo = Path(folder) / "photo.jpg"
        photograph(PHONE).save(photo, "JPEG", quality=QUALITY)
        acts = _acts(server, photo, rounds, say)
        return {
            "acts": {name: act | {"fixed": len(act["fixed"])} for name, act in acts.items()},
            "fixed": _fixed(server, acts["visit"]["fixed"], rounds),
            **_tiles(server, rounds, say),
            "likeness": _likeness(server, rounds),
            "gestures": _gestures(server, rounds, seconds, say),
            "memory": _memory(say) | {"worked": server.resident_mb()},
        }


def _acts(server: Server, photo: Path, rounds: int, say: Say) -> dict[str, Figures]:
    """What a page asks for in a real Chromium; after one that had its tiles decoded."""
    found = []
    for turn in range(rounds + 1):
        say(f"acts of a page, {f'round {turn} of {rounds}' if turn else 'warming up'}")
        found.append(_load("acts", server.port, server.process.pid, photo))
    return {name: _together([one[name] for one in found[1:]]) for name in found[0]}


def _together(acts: list[Figures]) -> Figures:
    return {key: acts[-1][key] if key == "fixed" else [act[key] for act in acts] for key in acts[0]}


def _fixed(server: Server, paths: list[str], rounds: int) -> Figures:
    """All that never changes of a first visit but its tiles: style, scripts, texts, pictures."""
    return _fetched(server, [paths * REPLAYS for _ in range(rounds)], len(paths))


def _tiles(server: Server, rounds: int, say: Say) -> Figures:
    """A tile that is new, and one that is kept, of either density, anywhere on both maps."""
    found: Figures = {}
    places = _places(server, random.Random(0))
    for name, form in FORMS.items():
        say(f"tiles: {name}")
        asked = [[f"{next(places)}{form}.png" for _ in range(TILES)] for _ in range(rounds)]
        new, kept = zip(*((_used(server, paths), _used(server, paths * KEPT)) for paths in asked), strict=True)
        found[name] = {
            "new_ms": [ms for ms, _ in new],
            "kept_ms": [ms for ms, _ in kept],
            "bytes": [of for _, of in new],
        }
    return found


def _places(server: Server, rng: random.Random) -> Iterator[str]:
    """Squares of both maps without end, each zoom as likely as another, none twice."""
    models = {name: _revision(server, name) for name in ("ae-2d", "vae-2d")}
    met = set[tuple[str, int, int, int]]()
    while True:
        name, z = rng.choice(list(models)), rng.choice(ZOOMS)
        place = (name, z, rng.randrange(2**z), rng.randrange(2**z))
        if place not in met:
            met.add(place)
            yield f"/api/models/{name}/{models[name]}/tiles/{z}/{place[2]}/{place[3]}"


def _revision(server: Server, model: str) -> str:
    return str(servers.get_json(f"{server.address}/api/models/{model}")["revision"])


def _likeness(server: Server, rounds: int) -> Figures:
    """How close is close enough: asked of each map where it moves and the digit is out of sight; of ever new places."""
    asked = [
        [f"/api/models/vae-2d/likeness?at={i / PLACES},{turn / rounds}" for i in range(PLACES)]
        for turn in range(rounds)
    ]
    return _fetched(server, asked, 1)


def _fetched(server: Server, asked: list[list[str]], together: int) -> Figures:
    """Milliseconds and bytes of so many answers together."""
    found = [_used(server, paths) for paths in asked]
    return {"ms": [together * ms for ms, _ in found], "bytes": [together * of for _, of in found]}


def _used(server: Server, paths: list[str]) -> tuple[float, float]:
    """Milliseconds of the server's core and bytes for each answer, packed as a browser takes it."""
    before = server.cpu_s()
    found = _load("fetch", server.port, "--packed", stdin="\n".join(paths))
    return 1000 * (server.cpu_s() - before) / len(paths), found["bytes"]


def _gestures(server: Server, rounds: int, seconds: float, say: Say) -> Figures:
    """A move of the cursor, of the ring's distance, and of the pen: alone, and where many pages are open."""
    found: Figures = {}
    for gesture, (moving, rate) in CROWDS.items():
        found[gesture] = {"alone": [], "crowd": []}
        for turn in range(rounds):
            say(f"{gesture}, round {turn + 1} of {rounds}")
            for name, (pages, used, fast) in {"alone": (1, 1, FINGER), "crowd": (CROWD, moving, rate)}.items():
                how = ("--pages", pages, "--moving", used, "--rate", fast, "--seconds", seconds)
                seen = _load("pages", server.port, server.process.pid, "--gesture", gesture, *how)
                found[gesture][name].append(seen)
        found[gesture] = {name: _turned(seen) for name, seen in found[gesture].items()}
    return found


def _turned(seen: list[Figures]) -> Figures:
    return {key: [one[key] for one in seen] for key in ("ms", "busy", "per_second", "bytes", "sent")}


def _memory(say: Say) -> Figures:
    """MB of a server that has done nothing yet, and of each open page's socket, which has asked both models once."""
    found: Figures = {"idle": [], "socket": []}
    for turn in range(FRESH):
        say(f"open sockets, round {turn + 1} of {FRESH}")
        with servers.ours() as server:
            found["idle"].append(server.resident_mb())
            _load("pages", server.port, server.process.pid, "--pages", 1, "--moving", 0)  # what is made once
            empty, open_ = _load("pages", server.port, server.process.pid, "--pages", SOCKETS, "--moving", 0)["mb"]
            found["socket"].append((open_ - empty) / SOCKETS)
    return found


def _load(module: str, *arguments: object, stdin: str = "") -> Figures:
    """Run what loads the server, to its end. Raises RuntimeError where it saw an error."""
    command = ["-m", f"tests.bench.{module}", *map(str, arguments)]
    process = servers.spawn(LOAD_CORE, *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    found: Figures = json.loads(process.communicate(stdin)[0])
    if found.get("errors") or found.get("unanswered"):
        raise RuntimeError(f"{module} saw errors: {found}")
    return found
