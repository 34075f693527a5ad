"""How alike the page and the server read photographs: python -m tests.bench.reading [pictures a kind].

Both are given the same pixels, as Pillow decodes them. Last, the server its own way with the file, by which a JPEG
becomes grey without its colours: all that is left to differ then is how a browser's decoder rounds.
"""

import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Knobs
from latent_explorer.app.images.reading import normalise
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.registry import ZOO, open_registry
from tests.helpers.page_reader import PageReader, decoded
from tests.helpers.photos import KINDS, photo

PER_KIND = 20
FIRST = 5000  # seed
NEAR = 2.0  # grey levels in the mean, of 255
Levels = NDArray[np.int64]


class Read(NamedTuple):
    """What was read: a digit (784,) in levels of grey and how many were found, or why there is none."""

    levels: Levels | None
    found: int | str


def by_server(data: bytes, knobs: Knobs | None = None) -> Read:
    try:
        found = normalise(data, knobs or Knobs())
    except Problem as problem:
        return Read(None, problem.code)
    return Read(np.rint(found.pixels * 255).astype(np.int64).reshape(-1), found.count)


def by_page(answer: dict[str, object]) -> Read:
    if "code" in answer:
        return Read(None, str(answer["code"]))
    return Read(np.array(answer["input"]), int(str(answer["digits_found"])))


def difference(one: Read, other: Read) -> float:
    """The mean difference in levels of grey: 0 where both refuse alike, all of 255 where they don't agree on that."""
    if one.levels is None or other.levels is None:
        return 0.0 if one == other else 255.0
    return float(np.abs(one.levels - other.levels).mean())


@dataclass(frozen=True)
class Pair:
    """A picture as both read it, and the time each took, ms."""

    server: Read
    page: Read
    server_ms: float
    page_ms: float


def labels(judge: JudgeCodec, reads: list[Read]) -> list[object]:
    """What the judge reads in each, or why there is nothing to read."""
    given = [np.zeros(784) if read.levels is None else read.levels for read in reads]
    found = judge.probabilities((np.stack(given) / 255).astype(np.float32)).argmax(1).tolist()
    return [read.found if read.levels is None else label for read, label in zip(reads, found, strict=True)]


def row(name: str, judge: JudgeCodec, pairs: list[Pair]) -> str:
    of_server, of_page = (labels(judge, [getattr(pair, by) for pair in pairs]) for by in ("server", "page"))
    apart = np.array([difference(pair.server, pair.page) for pair in pairs])
    alike = np.mean([a == b for a, b in zip(of_server, of_page, strict=True)])
    times = (statistics.median(getattr(pair, by) for pair in pairs) for by in ("server_ms", "page_ms"))
    shares = f"{alike:.1%} | {(apart <= NEAR).mean():.1%} | {(apart == 0).mean():.1%}"
    return f"| {name} | {len(pairs)} | {shares} | {' | '.join(f'{ms:.0f}' for ms in times)} |"


def read_both(page: PageReader, kind: str, seeds: Iterable[int]) -> tuple[list[Pair], list[Pair]]:
    """Pictures of a kind as both read the same pixels; and as the server reads the files."""
    same, own = list[Pair](), list[Pair]()
    for seed in seeds:
        data = photo(kind, seed).data
        pixels = decoded(data)
        answer = page.read(pixels)
        begun = time.perf_counter()
        of_file = by_server(data)
        took = 1000 * (time.perf_counter() - begun)
        for pairs, server in ((same, by_server(pixels.as_png())), (own, of_file)):
            pairs.append(Pair(server, by_page(answer), took, float(answer["ms"])))
    return same, own


def main(per_kind: int = PER_KIND) -> None:
    judge = open_registry([ZOO]).judge
    assert judge is not None
    print("| kind | pictures | same label | within 2 levels | same bytes | server, ms | page, ms |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    every, own = list[Pair](), list[Pair]()
    with PageReader() as page:
        for kind in KINDS:
            same, files = read_both(page, kind, range(FIRST, FIRST + per_kind))
            every, own = every + same, own + files
            print(row(kind, judge, same), flush=True)
    print(row("all", judge, every))
    print(row("all, files as the server decodes them", judge, own))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
