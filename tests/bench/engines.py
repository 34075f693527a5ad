"""Ways to run the decoder, compared on one core: eager, traced, compiled, and with weights of half the width.

`python -m tests.bench.engines` prints a table of docs/performance.md: median milliseconds of a batch, and how far
pixels move. torch.compile needs a C++ compiler and is left out where there is none.
"""

import copy
import shutil
import statistics
import time
import warnings
from collections.abc import Callable

import torch
from torch import Tensor, nn

from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load

SIZES = (1, 64, 128, 256)
ROUNDS = 60
Decode = Callable[[Tensor], Tensor]


def traced(decoder: nn.Module) -> Decode:
    """TorchScript, traced and frozen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        module: Decode = torch.jit.freeze(torch.jit.trace(decoder, torch.zeros(64, 2)))
    return module


def half(decoder: nn.Module) -> Decode:
    """The residual blocks and the last layer in bfloat16; what places z stays in float32."""
    narrow = copy.deepcopy(decoder).bfloat16()

    def decode(z: Tensor) -> Tensor:
        h = decoder.lift(decoder.features(z)).bfloat16()  # type: ignore[operator]
        logits: Tensor = narrow.pixels(narrow.norm(narrow.blocks(h))).float()  # type: ignore[operator]
        return logits

    return decode


def milliseconds(decode: Decode, z: Tensor) -> float:
    """The median of many batches."""
    for _ in range(5):
        decode(z)
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        decode(z)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


@torch.inference_mode()
def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    network = load(ZOO / "vae-2d").network
    assert isinstance(network, Autoencoder)
    decoder: nn.Module = network.decoder
    ways: dict[str, Decode] = {"eager: chosen": decoder, "torch.jit, traced and frozen": traced(decoder)}
    if shutil.which("c++"):
        ways["torch.compile"] = torch.compile(decoder, dynamic=True)
    ways["bfloat16 weights, eager"] = half(decoder)
    reference = decoder(probe := torch.randn(1000, 2)).sigmoid()
    print(f"| decoder of vae-2d, ms a batch of | {' | '.join(map(str, SIZES))} | grey levels off, at most |")
    print("|---|" + "---|" * (len(SIZES) + 1))
    for name, decode in ways.items():
        figures = [f"{milliseconds(decode, torch.randn(size, 2)):.2f}" for size in SIZES]
        off = 255 * float((decode(probe).sigmoid() - reference).abs().max())
        print(f"| {name} | {' | '.join(figures)} | {off:.2f} |")


if __name__ == "__main__":
    main()
