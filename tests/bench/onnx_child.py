"""What a foreign network's own process costs: `python -m tests.bench.onnx_child` prints a table.

Milliseconds of a call, median, with one thread each: through the process, by the same runtime without one, and by the
torch modules that were exported; the first call, which starts the process; and its memory.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.onnx.graph import read_graph_file
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from latent_explorer.onnx_export import export_onnx

BATCHES = (1, 64, 256)
SECONDS = 1.5  # for each figure
MLP, CONVOLUTIONAL = "28×28, two linear layers", "64×64×3, five layers, convolutional"
Shape = tuple[int, ...]


def models() -> dict[str, tuple[Shape, int, nn.Module, nn.Module]]:
    """By name: an image's shape, latent dimensions, encoder (μ and the second output in one) and decoder."""
    encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 40))
    decoder = nn.Sequential(nn.Linear(20, 400), nn.ReLU(), nn.Linear(400, 784), nn.Sigmoid())
    return {MLP: ((784,), 20, encoder, decoder), CONVOLUTIONAL: ((3, 64, 64), 10, *convolutional())}


def convolutional() -> tuple[nn.Module, nn.Module]:
    """Of the shape of Burgess et al. 2018, "Understanding disentangling in β-VAE"."""
    down = [(3, 32), (32, 32), (32, 64), (64, 64)]
    encoder = [layer for sizes in down for layer in (nn.Conv2d(*sizes, 4, 2, 1), nn.ReLU())]
    up = [(64, 64), (64, 32), (32, 32), (32, 3)]
    decoder = [layer for sizes in up for layer in (nn.ReLU(), nn.ConvTranspose2d(*sizes, 4, 2, 1))]
    return (
        nn.Sequential(*encoder, nn.Flatten(), nn.Linear(1024, 256), nn.ReLU(), nn.Linear(256, 20)),
        nn.Sequential(nn.Linear(10, 256), nn.ReLU(), nn.Linear(256, 1024), nn.Unflatten(1, (64, 4, 4)), *decoder),
    )


def milliseconds(call: Callable[[Array], object], batch: Array) -> float:
    """The median of calls, warmed up."""
    times: list[float] = []
    call(batch)
    while sum(times) < SECONDS or len(times) < 5:
        start = time.perf_counter()
        call(batch)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)


def in_process(path: Path) -> Callable[[Array], object]:
    """The same runtime with no process of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda batch: session.run(None, {name: batch})


def by_torch(module: nn.Module) -> Callable[[Array], object]:
    """The module that was exported."""

    def call(batch: Array) -> Array:
        with torch.inference_mode():
            computed: Array = module(torch.from_numpy(batch)).numpy()
        return computed

    return call


def memory(process: int) -> float:
    """Resident memory of a process that no other shares, MB; only Linux says it."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
    return (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1000


def rows(name: str, part: str, path: Path, module: nn.Module, shape: Shape) -> None:
    """Print what one half costs."""
    half = OnnxHalf(read_graph_file(path))
    random = np.random.default_rng(0)
    one = random.normal(size=(1, *shape)).astype(np.float32)
    start = time.perf_counter()
    half(one)
    first = 1e3 * (time.perf_counter() - start)
    for count in BATCHES:
        batch = random.normal(size=(count, *shape)).astype(np.float32)
        figures = [milliseconds(call, batch) for call in (half, in_process(path), by_torch(module))]
        print(f"| {name}, {part} | {count} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    assert half.process is not None
    print(f"| {name}, {part} | first call {first:.0f} ms | {memory(half.process):.0f} MB of its own | | |")
    half.close()


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print("| half | batch | own process, ms | same runtime, ms | torch, ms |\n|---|---|---|---|---|")
    for name, (shape, latent_dim, encoder, decoder) in models().items():
        with tempfile.TemporaryDirectory() as folder:
            encoded, decoded = export_onnx(encoder, decoder, shape, latent_dim, folder)
            encoder.eval()
            decoder.eval()
            rows(name, "encoder", encoded, encoder, shape)
            rows(name, "decoder", decoded, decoder, (latent_dim,))


if __name__ == "__main__":
    main()
