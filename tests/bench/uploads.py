"""What an upload costs on one core: python -m tests.bench.uploads.

The processor's time from bytes to 28×28 (median of several, in a process of its own that has read a small picture
before); what the server's resident memory rises by at its peak when the picture is sent to it, and what is left of that
a second later. Below: the wait for the server's whole answer to a 12-megapixel JPEG.
"""

import os
import statistics
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import numpy as np
from PIL import Image

from latent_explorer.app.images.decode import prepare
from latent_explorer.app.images.reading import normalise
from tests.bench.servers import Server, ours
from tests.helpers.photos.camera import shoot
from tests.helpers.photos.scene import Scene

SIZES = {"12 MP": (4032, 3024), "48 MP": (8064, 6048)}
KINDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "JPEG": ("JPEG", "RGB", {"quality": 90}),
    "PNG": ("PNG", "RGB", {"compress_level": 1}),
    "PNG, transparent": ("PNG", "RGBA", {"compress_level": 1}),
    "HEIC": ("HEIF", "RGB", {"quality": 60}),
}
RUNS = 5


def photograph(size: tuple[int, int]) -> Image.Image:
    """A digit on paper, as large as a phone's camera makes it, with its noise."""
    scene = Scene(np.random.default_rng(3))
    scene.width, scene.height = 1344, 1008
    small, _ = shoot(scene, [7])
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def measure(path: Path, runs: int) -> None:
    """Print milliseconds, the median."""
    out = BytesIO()
    photograph((400, 300)).save(out, "JPEG")
    normalise(out.getvalue())
    data, times = path.read_bytes(), []
    for _ in range(runs):
        start = time.process_time()
        normalise(data)
        times.append(1000 * (time.process_time() - start))
    print(f"{statistics.median(times):.0f}")


def send(client: httpx2.Client, data: bytes) -> float:
    """Milliseconds until the whole answer is here: read, normalised, encoded, judged."""
    start = time.perf_counter()
    client.post("/api/models/vae-2d/encode", files={"file": ("photo", data)}).raise_for_status()
    return 1000 * (time.perf_counter() - start)


def memory(server: Server, client: httpx2.Client, data: bytes) -> tuple[float, float]:
    """What the server's resident memory rises by at its peak, and what is left of that, MB."""
    process = Path(f"/proc/{server.process.pid}")
    (process / "clear_refs").write_text("5", "utf-8")  # the peak so far is forgotten
    before = server.resident_mb()
    send(client, data)
    time.sleep(1)
    peak = int((process / "status").read_text("utf-8").split("VmHWM:")[1].split()[0]) / 1000
    return peak - before, server.resident_mb() - before


def row(name: str, path: Path, runs: int, kept: tuple[float, float]) -> str:
    """A row of the table."""
    command = [sys.executable, "-m", "tests.bench.uploads", str(path), str(runs)]
    took = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    size = path.stat().st_size / 1e6
    return f"| {name} | {size:.1f} MB | {took} ms | {kept[0]:.0f} MB | {kept[1]:.0f} MB |"


def main() -> None:
    """Print the table."""
    prepare()  # Pillow writes no HEIC before
    os.environ["LATENT_MAX_UPLOAD_BYTES"] = "60000000"  # a PNG of 48 megapixels has more than the 25 MB that are usual
    print("| picture | file | bytes to 28×28 | memory at peak | afterwards |\n|---|---:|---:|---:|---:|")
    with TemporaryDirectory() as folder, ours() as server, httpx2.Client(base_url=server.address, timeout=60) as client:
        path, photo = Path(folder) / "picture", b""
        for size in (400, 300), *SIZES.values():
            image = photograph(size)
            for kind, (written, mode, options) in KINDS.items():
                image.convert(mode).save(path, written, **options)
                kept = memory(server, client, path.read_bytes())
                name = next((name for name, known in SIZES.items() if known == size), None)
                if name:  # after small ones, which have taken what is taken once
                    print(row(f"{name} {kind}", path, RUNS, kept), flush=True)
                if (name, kind) == ("12 MP", "JPEG"):
                    photo = path.read_bytes()
        times = [send(client, photo) for _ in range(30)]
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"\n12 MP JPEG, from sending it to the whole answer: p50 {median:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
