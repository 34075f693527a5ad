"""What `make bench` measures, against the naive server or a bound, in one run. Milliseconds unless said."""

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.bench import servers
from tests.bench.browser import FRAME_MS, Drag, drags
from tests.bench.browser import paints as paint
from tests.bench.servers import LOAD_CORE, SERVER_CORE, Server

Figures = dict[str, Any]
CROWDS = (1, 50, 100, 200, 300, 400)
ROUNDS = 5
BURST = 150
BARE = """import sys, time, numpy as np, torch; torch.set_num_threads(1)
from model.checkpoint import load; from model.codec import Codec; from model.registry import ZOO
codec, z = Codec(load(ZOO / "vae-2d")), np.zeros((64, 2), np.float32)
for _ in range(50): codec.decode(z)
start = time.perf_counter()
for _ in range(400): codec.decode(z)
print(400 * 64 / (time.perf_counter() - start))"""
RESIDENT = """import torch; torch.set_num_threads(1)
from pathlib import Path
def resident(): return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1000
alone = resident()
from model.registry import ZOO, open_registry
registry = open_registry([ZOO])
print([alone, resident()])"""


def crowds(say: Callable[[str], None], seconds: float, long_s: float) -> Figures:
    """Crowds of visitors who each move thirty times a second, and for the largest asked for also how memory grows."""
    found: Figures = {"ours": {}, "naive": {}}
    for name, open_server in (("ours", servers.ours), ("naive", servers.naive)):
        for clients in CROWDS:
            with open_server() as server:
                say(f"{name}, {clients} visitors")
                lasting = long_s if (name, clients) == ("ours", 200) else seconds
                crowd = _start("crowd", *_arguments(server, clients, 30, lasting, name == "naive"))
                time.sleep(lasting / 6)
                early = server.resident_mb()
                seen = _end(crowd)
                found[name][str(clients)] = seen | {"seconds": lasting, "mb": [early, server.resident_mb()]}
    return found


def _arguments(server: Server, clients: int, rate: float, seconds: float, naive: bool) -> list[object]:
    asked: list[object] = [server.port, "--clients", clients, "--rate", rate, "--seconds", seconds]
    return [*asked, *(["--naive"] if naive else [])]


def _crowd(server: Server, clients: int, rate: float, seconds: float, naive: bool, *more: object) -> Figures:
    return _end(_start("crowd", *_arguments(server, clients, rate, seconds, naive), *more))


def decodes(say: Callable[[str], None], seconds: float) -> Figures:
    """Images a second for 200 visitors who always want another, in turn with the naive server and a bare loop."""
    found: Figures = {"ours": [], "naive": [], "batch": [], "bare": []}
    with servers.ours() as ours, servers.naive() as naive:
        for turn in range(ROUNDS):
            say(f"decodes, round {turn + 1} of {ROUNDS}")
            found["ours"].append(_crowd(ours, 200, 200, seconds, False)["per_second"])
            found["naive"].append(_crowd(naive, 200, 200, seconds, True)["per_second"])
            many = _crowd(ours, 16, 100, seconds, False, "--codes", 64)
            found["batch"].append(64 * many["per_second"])
            bare = servers.spawn(SERVER_CORE, "-c", BARE, stdout=subprocess.PIPE)
            found["bare"].append(float(bare.communicate()[0]))
    return found


def tiles(say: Callable[[str], None]) -> Figures:
    """Tiles a second over six connections: new ones, kept ones, and the naive server's."""
    found: Figures = {"cold": [], "kept": [], "naive": []}
    with servers.ours() as ours, servers.naive() as naive:
        base = _tile_base(ours)
        for turn in range(ROUNDS):
            say(f"tiles, round {turn + 1} of {ROUNDS}")
            paths = [f"{base}/8/{x}/{100 + turn}.png" for x in range(200)]
            found["cold"].append(_fetch(ours, paths)["per_second"])
            found["kept"].append(_fetch(ours, paths * 5)["per_second"])
            pasted = [f"/tile.png?x={x / 10}&y={turn}&step=0.01" for x in range(30)]
            found["naive"].append(_fetch(naive, pasted)["per_second"])
    return found


def _tile_base(server: Server) -> str:
    return f"/api/models/vae-2d/{servers.get_json(server.address + '/api/models/vae-2d')['revision']}/tiles"


def _fetch(server: Server, paths: list[str], connections: int = 6) -> Figures:
    found = _end(_start("fetch", server.port, "--connections", connections, stdin="\n".join(paths)))
    if found["errors"]:
        raise RuntimeError(f"tiles failed: {found['errors']}")
    return found


def bursts(say: Callable[[str], None]) -> Figures:
    """A live visitor and a static file, alone and while 150 tiles are asked for at once, again and again."""
    found: Figures = {}
    with servers.ours() as server:
        base = _tile_base(server)
        with urllib.request.urlopen(server.address) as page:
            static = page.read().decode().split('href="static/')[1].split('"')[0]
        for name in ("alone", "burst"):
            say(f"a live visitor and a static file, {name}")
            live = _start("crowd", server.port, "--clients", 1, "--rate", 100, "--seconds", 4)
            file = _start("fetch", server.port, "--repeat-s", 4, stdin=f"/static/{static}")
            end, turn = time.perf_counter() + 4, 0
            while name == "burst" and time.perf_counter() < end:
                turn += 1
                _fetch(server, [f"{base}/9/{x}/{turn}.png" for x in range(BURST)], BURST)
            found[name] = {"live": _end(live), "static": _end(file)}
            found[name]["bursts"] = turn
    return found


def _start(module: str, *arguments: object, stdin: str = "") -> subprocess.Popen[str]:
    command = ["-m", f"tests.bench.{module}", *map(str, arguments)]
    process = servers.spawn(LOAD_CORE, *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(stdin)
    process.stdin.close()
    process.stdin = None
    return process


def _end(process: subprocess.Popen[str]) -> Figures:
    found: Figures = json.loads(process.communicate()[0])
    return found


def starts(say: Callable[[str], None]) -> Figures:
    """Seconds from a process's start to the first page and to the first model's answer, and of `import torch` alone."""
    found: Figures = {"torch": [], "page": [], "models": []}
    for turn in range(ROUNDS):
        say(f"starts, round {turn + 1} of {ROUNDS}")
        found["torch"].append(_seconds(lambda: subprocess.run([sys.executable, "-c", "import torch"], check=True)))
        port, start = servers.free_port(), time.perf_counter()
        command = [sys.executable, "-c", servers.SERVE, "serve", "--port", str(port)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            for name, path in (("page", "/"), ("models", "/api/models")):
                servers.wait_for(f"http://127.0.0.1:{port}{path}", 0.01)
                found[name].append(time.perf_counter() - start)
            process.terminate()
    return found


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def memory(say: Callable[[str], None]) -> Figures:
    """Resident MB of `import torch`, of it with all models, and of the server before and after 10,000 tiles."""
    say("memory after 10,000 tiles")
    bare = servers.spawn(SERVER_CORE, "-c", RESIDENT, stdout=subprocess.PIPE)
    alone, models = json.loads(bare.communicate()[0])
    with servers.ours() as server:
        base, before = _tile_base(server), server.resident_mb()
        _fetch(server, [f"{base}/7/{x}/{y}.png" for x in range(100) for y in range(100)])
        return {"torch": alone, "models": models, "before": before, "after": server.resident_mb()}


def screen(say: Callable[[str], None]) -> Figures:
    """Drags in a real Chromium: frames of the screen from a move to its image, images a second."""
    say("drags in Chromium")
    with servers.ours(core=None) as server:
        floor, page = drags(f"{server.address}/?engine=server", ROUNDS)
    return {"floor": _summary(floor), "page": _summary(page)}


def _summary(found: list[Drag]) -> Figures:
    waits = [np.percentile(one.waits, (50, 95)) / FRAME_MS for one in found]
    return {
        "p50": statistics.median(float(p50) for p50, _ in waits),
        "p95": statistics.median(float(p95) for _, p95 in waits),
        "last": statistics.median(one.last_ms / FRAME_MS for one in found),
        "per_second": [one.per_second for one in found],
    }


def paints(say: Callable[[str], None]) -> Figures:
    """Seconds until both maps are painted whole: by a server just started, by one that keeps the tiles, and again."""
    found: Figures = {"cold": [], "kept": [], "again": []}
    for turn in range(3):
        say(f"first paints, round {turn + 1} of 3")
        with servers.ours(core=None) as server:
            found["cold"].append(paint(server.address)[0])
            for name, seconds in zip(("kept", "again"), paint(server.address), strict=True):
                found[name].append(seconds)
    return found
