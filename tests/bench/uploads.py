"""What an upload costs on one core: python -m tests.bench.uploads.

Each row is a process of its own, which has read one small picture before: the processor's time from bytes to 28×28
(median of several), what resident memory rises by at its peak, and what is left of that afterwards. Below: the wait for
the server's whole answer to a 12-megapixel JPEG, sent to a server that has one core.
"""

import resource
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

from app.imaging import normalise
from tests.bench.servers import ours
from tests.photos.camera import shoot
from tests.photos.scene import Scene

SIZES = {"12 MP": (4032, 3024), "48 MP": (8064, 6048)}
KINDS: dict[str, tuple[str, str, dict[str, int]]] = {
    "JPEG": ("JPEG", "RGB", {"quality": 90}),
    "PNG": ("PNG", "RGB", {"compress_level": 1}),
    "PNG, transparent": ("PNG", "RGBA", {"compress_level": 1}),
    "HEIC": ("HEIF", "RGB", {"quality": 60}),
}
RUNS = 7


def photograph(size: tuple[int, int]) -> Image.Image:
    """A digit on paper, as large as a phone's camera makes it, with its noise."""
    scene = Scene(np.random.default_rng(3))
    scene.width, scene.height = 1344, 1008
    small, _ = shoot(scene, [7])
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def resident() -> float:
    """Resident memory now, MB."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(path: Path, runs: int) -> None:
    """Print milliseconds (median), the rise of resident memory at its peak and afterwards, MB."""
    out = BytesIO()
    shoot_small = photograph((400, 300))
    shoot_small.save(out, "JPEG")
    normalise(out.getvalue())
    del shoot_small
    data = path.read_bytes()
    Path("/proc/self/clear_refs").write_text("5", "utf-8")  # the peak so far is forgotten
    before, times = resident(), []
    for _ in range(runs):
        start = time.process_time()
        normalise(data)
        times.append(time.process_time() - start)
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6
    print(f"{1000 * sorted(times)[runs // 2]:.0f} ms | {peak - before:.0f} MB | {resident() - before:.0f} MB")


def answered(data: bytes, runs: int = 15) -> list[float]:
    """Milliseconds from sending a picture to the answer of a server on one core: read, normalised, encoded, judged."""
    times = []
    with ours() as server, httpx2.Client(base_url=server.address, timeout=60) as client:
        for _ in range(runs + 1):
            start = time.perf_counter()
            client.post("/api/models/vae-2d/encode", files={"file": ("photo.jpg", data)}).raise_for_status()
            times.append(1000 * (time.perf_counter() - start))
    return times[1:]  # the first reads the sample for the judge too


def main() -> None:
    """Print the table."""
    print("| picture | file | bytes to 28×28 | memory at peak | afterwards |\n|---|---:|---:|---:|---:|")
    with TemporaryDirectory() as folder:
        for name, size in SIZES.items():
            image = photograph(size)
            for kind, (written, mode, options) in KINDS.items():
                path = Path(folder) / "picture"
                image.convert(mode).save(path, written, **options)
                runs = str(RUNS if name == "12 MP" else 3)
                command = [sys.executable, "-m", "tests.bench.uploads", str(path), runs]
                row = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
                print(f"| {name} {kind} | {path.stat().st_size / 1e6:.1f} MB | {row} |", flush=True)
                if (name, kind) == ("12 MP", "JPEG"):
                    photo = path.read_bytes()
    times = answered(photo)
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"\n12 MP JPEG, from sending it to the whole answer: p50 {median:.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
