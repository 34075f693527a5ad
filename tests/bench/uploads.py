"""What an upload costs on one core: python -m tests.bench.uploads.

Each row is a process of its own, which has read one small picture before: the processor's time from bytes to 28×28
(median of several), what resident memory rises by at its peak, and what is left of that afterwards.
"""

import resource
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from app.imaging import normalise
from tests.photos import Scene, shoot

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


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
