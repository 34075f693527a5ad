"""What one request for both models saves: python -m tests.bench.encode.

A digit is encoded by both twins, as the page once did it, in the VAE and then in the autoencoder as the pixels that the
first answer brought, and as it does now, in one request: in turn, against one server. From the first byte sent until
both answers are read, and the bytes of the bodies that were sent.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

import httpx2

from latent_explorer.app.routes.encode import EXAMPLE_DIGIT
from tests.bench.servers import ours
from tests.bench.uploads import SIZES, photograph

VAE, AE = "vae-2d", "ae-2d"
ROUNDS = 60
Body = dict[str, Any]


class Sent(NamedTuple):
    """Milliseconds until all is answered, and what was sent, bytes."""

    ms: float
    size: int


def two_requests(client: httpx2.Client, body: Body) -> Iterator[httpx2.Response]:
    """The picture to the VAE, and what became of it, as numbers, to the autoencoder."""
    first = client.post(f"/api/models/{VAE}/encode", **body)
    yield first
    levels = [[round(value * 255) / 255 for value in row] for row in first.json()["input"]]
    yield client.post(f"/api/models/{AE}/encode", json={"pixels": levels})


def one_request(client: httpx2.Client, body: Body) -> Iterator[httpx2.Response]:
    """The picture to both."""
    yield client.post("/api/encode", params={"model": [VAE, AE]}, **body)


WAYS: dict[str, Callable[[httpx2.Client, Body], Iterator[httpx2.Response]]] = {
    "two requests": two_requests,
    "one request": one_request,
}


def send(way: str, client: httpx2.Client, body: Body) -> Sent:
    """Encode a digit one way; its answers are read as JSON, as a page reads them."""
    start, size = time.perf_counter(), 0
    for answer in WAYS[way](client, body):
        json.loads(answer.raise_for_status().content)
        size += len(answer.request.read())
    return Sent(1000 * (time.perf_counter() - start), size)


def bodies() -> dict[str, Body]:
    """What is encoded: a digit of the gallery, a picture of a page, and a phone's photograph."""
    found: dict[str, Body] = {"28×28 numbers": {"json": EXAMPLE_DIGIT}}
    for name, size in {"JPEG of 400×300": (400, 300), "JPEG of 12 MP": SIZES["12 MP"]}.items():
        out = BytesIO()
        photograph(size).convert("RGB").save(out, "JPEG", quality=90)
        found[name] = {"files": {"file": ("photo.jpg", out.getvalue())}}
    return found


def row(name: str, way: str, sent: list[Sent]) -> str:
    """A row of the table."""
    times = [one.ms for one in sent]
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"| {name} | {way} | {statistics.median(times):.1f} | {p95:.1f} | {sent[0].size / 1000:.1f} |"


def main() -> None:
    """Print the table."""
    print(f"| encoded by {VAE} and {AE} | in | p50, ms | p95, ms | sent, kB |\n|---|---|---:|---:|---:|")
    with ours(core=None) as server, httpx2.Client(base_url=server.address, timeout=60) as client:
        for name, body in bodies().items():
            sent: dict[str, list[Sent]] = {way: [] for way in WAYS}
            for _ in range(ROUNDS):
                for way in WAYS:
                    sent[way].append(send(way, client, body))
            for way, times in sent.items():
                print(row(name, way, times), flush=True)


if __name__ == "__main__":
    main()
