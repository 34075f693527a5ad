"""An imported convolutional VAE of 64×64×3 under the pointer: `python -m tests.bench.own_model` prints a table.

It is trained for a moment, exported, imported and served, and the gestures of `tests.bench.gestures` are measured on
it; beside it its own decoder in PyTorch, in a plain loop of one code at a time, and onnxruntime in this process.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import torch
import typer

from latent_explorer.onnx_export import export_onnx
from tests.bench import servers
from tests.bench.gestures import OURS, Measured, Seen, Subject, measure, table
from tests.wild.convolutions import FACES
from tests.wild.data import split_of
from tests.wild.style import WildVae

NAME, TRAINED, LOOP_S = "faces", 1000, 3.0
LATENT_DIM = FACES.latent_dim


def imported(folder: Path) -> WildVae:
    """Train one, and import it into a folder of models, by the command that a user types."""
    training, others = split_of(FACES.images, TRAINED)
    vae = FACES.train(training, seed=0)
    export_onnx(vae.encode, vae.decode, FACES.truth.shape, LATENT_DIM, folder)
    images = (others * 255).round().astype(np.uint8).reshape(-1, *FACES.images.shape)
    np.savez(folder / "pictures.npz", images=images)
    files = [str(folder / f"{half}.onnx") for half in ("encoder", "decoder")]
    more = ["--data", str(folder / "pictures.npz"), "--name", NAME, "--out", str(folder / "runs"), "--yes"]
    subprocess.run([sys.executable, "-c", servers.SERVE, "import", *files, *more], check=True, cwd=folder)
    return vae


def looped(decode: Callable[[torch.Tensor], Any]) -> float:
    """Images a second of a decoder that is given one code after the other."""
    codes = torch.randn(64, LATENT_DIM, generator=torch.Generator().manual_seed(0))
    done, begun = 0, time.perf_counter()
    with torch.inference_mode():
        while time.perf_counter() < begun + LOOP_S:
            decode(codes[done % 64, None])
            done += 1
    return done / (time.perf_counter() - begun)


def in_process(folder: Path) -> Callable[[torch.Tensor], Any]:
    """The exported decoder by onnxruntime, without a process of its own."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "decoder.onnx", options)
    return lambda z: session.run(None, {session.get_inputs()[0].name: z.numpy()})


def main(rounds: Annotated[int, typer.Option(min=1, help="Of both gestures.")] = 3) -> None:
    """Print the table."""
    torch.set_num_threads(1)
    seen: Measured = {}
    with TemporaryDirectory() as place:
        folder = Path(place)
        vae = imported(folder)
        with servers.ours(None, folder / "runs") as server:
            address = f"{server.address}/?lesson=off#model={NAME}"
            subject = Subject("an imported VAE, 64×64×3", address, OURS, "body[data-ready=true]")
            for turn in range(rounds):
                typer.echo(f"  round {turn + 1} of {rounds} …", err=True)
                measure(subject, 1, lambda name: seen.setdefault((subject.name, name, 1), Seen()))
        loops = {"its decoder in PyTorch": vae.decode, "its graph in this process": in_process(folder)}
        typer.echo(table(seen))
        for name, decode in loops.items():
            typer.echo(f"{name}, one code at a time, one thread: {looped(decode):,.0f} images a second")


if __name__ == "__main__":
    typer.run(main)
