"""What calibration says of trained VAEs, called in this process and as ONNX files that their authors would export."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.calibrate import Calibration, calibrate
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.onnx.halves import onnx_halves
from tests.wild import keras_vae
from tests.wild.data import PICTURES_64, split_of, whole_mnist
from tests.wild.style import Style, export, halves_of
from tests.wild.styles import KERAS

COUNT = 4000  # images to train on; of the large pictures half as many
FIELDS = {
    "input": "input range",
    "axes": "order of colours",
    "inverted": "inversion",
    "transposed": "transposition",
    "output": "output",
    "layout": "layout",
    "second": "second output",
}


@dataclass(frozen=True)
class Trial:
    """What calibration said of one trained VAE, asked in one way."""

    style: Style
    seed: int
    way: str
    found: Calibration

    @property
    def misses(self) -> tuple[str, ...]:
        """The fields in which the proposal isn't true."""
        best, truth = self.found.best, self.style.truth
        wrong = {name for name in self.fields if getattr(best, name) != getattr(truth, name)}
        if "layout" in self.fields and best.layout == truth.layout == "separate" and best.outputs != truth.outputs:
            wrong.add("layout")  # μ and the other were taken for each other
        return tuple(name for name in self.fields if name in wrong)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the style has: an autoencoder's one output has no layout, nor a grey image an order."""
        truth, grey = self.style.truth, self.style.images.channels == 1
        none = {
            name
            for name, lacks in (("layout", truth.second == "none"), ("axes", grey or len(truth.shape) > 1))
            if lacks
        }
        return tuple(name for name in FIELDS if name not in none)


def trials(styles: tuple[Style, ...], seeds: range, keras: str | None) -> Iterator[Trial]:
    """Train each style with each seed, and calibrate it in each way."""
    mnist = whole_mnist()
    for style in styles:
        training, others = split_of(style.images, COUNT // 2 if style.images == PICTURES_64 else COUNT, mnist)
        for seed in seeds:
            for way, halves in _asked(style, training, seed, keras):
                yield Trial(style, seed, way, calibrate(halves, others, style.images))


def _asked(style: Style, training: Array, seed: int, keras: str | None) -> Iterator[tuple[str, Halves]]:
    """One trained VAE in each way in which it can be asked."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        if style == KERAS:
            train_in_keras(keras or sys.executable, training, folder, seed)
        else:
            vae = style.train(training, seed)
            yield "Python", halves_of(vae, style)
            export(vae, style, folder)
        encoder, decoder = ((folder / f"{half}.onnx").read_bytes() for half in ("encoder", "decoder"))
        yield "ONNX", onnx_halves(encoder, decoder)


def train_in_keras(python: str, digits: Array, folder: Path, seed: int) -> None:
    """Train and export one with Keras, in a Python that has it."""
    np.save(folder / "digits.npy", digits)
    command = [python, "-W", "ignore", keras_vae.__file__, str(folder / "digits.npy"), str(folder), str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
