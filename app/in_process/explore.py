"""`latent_explorer.explore()`: a model of the user's own, as functions in the user's own process, on the page."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

from latent_explorer.app.in_process.background import BackgroundServer
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, ConfigError, Conventions, ForeignConfig, Likelihood, check_id
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import draw_sample, mnist_sample
from latent_explorer.model.foreign.calibrate import Calibration, calibrate, checked
from latent_explorer.model.foreign.calibration_text import sentences
from latent_explorer.model.foreign.functions import function_halves
from latent_explorer.model.foreign.modules import Function
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.foreign.own_images import OwnImages, own_images, stacked
from latent_explorer.model.foreign.pixel_trials import latent_dim_of
from latent_explorer.model.foreign.pixels import to_encoder
from latent_explorer.model.foreign.ways import INTO
from latent_explorer.model.registry import LoadedSet, Model, Registry, model_of
from latent_explorer.model.store.foreign import PYTHON, ForeignCheckpoint

TRIED = 256  # images that conventions are tried on
WHITE_BYTE = 255
HEIGHT = 720  # px, of the frame in a notebook


@dataclass(frozen=True, repr=False)
class Explored:
    """A page that shows a model of this process; in a notebook, what a cell shows of it.

    `calibration`: which conventions were tried, and what they gave; `codec`: the model, numpy in and numpy out;
    `images`: those that it was given, as bytes.
    """

    calibration: Calibration
    codec: Codec
    images: ImageData
    server: BackgroundServer
    told: tuple[str, ...]

    @property
    def url(self) -> str:
        """Where the page is, on this machine."""
        return self.server.url

    def wait(self) -> None:
        """Print the address, and serve until Ctrl-C: the last line of a script."""
        print(self, flush=True)
        self.server.wait()

    def report(self, folder: str | Path) -> Path:
        """Examine the model's health, write report.html and report.json into a folder, and say where the page is.

        Raises DataError for fewer than 20 images.
        """
        from latent_explorer.app.report.examine import examine
        from latent_explorer.app.report.files import write_report

        return write_report(examine(self.codec, self.images, source="given"), Path(folder), "en")[0]

    def close(self) -> None:
        """End the page's server; the model stays as it is."""
        self.server.close()

    def __enter__(self) -> "Explored":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __str__(self) -> str:
        return "\n".join([f"Latent Explorer: {self.url}", *self.told])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """A frame of the page, for notebooks that run on this machine."""
        told = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.told)
        frame = (
            f'<iframe src="{self.url}" title="Latent Explorer" style="width:100%;height:{HEIGHT}px;border:0"></iframe>'
        )
        return f'{frame}<p><a href="{self.url}" target="_blank">{self.url}</a></p><ul>{told}</ul>'


def explore(
    encode: Function,
    decode: Function,
    images: Any,
    labels: Any = None,
    *,
    name: str = "my-vae",
    conventions: Mapping[str, Any] | None = None,
    likelihood: Likelihood | None = None,
    observation_sd: float | None = None,
    beta: float | None = None,
    range: tuple[float, float] | None = None,
    port: int = 0,
) -> Explored:
    """Show a model of one's own on the page, live: docs/import.md. Nothing of it is saved or sent anywhere.

    encode: a torch module, a method of one, or a function: images, as `images` has them, to μ and what it gives beside,
    one batch at a time. decode: likewise codes (n, d) to images. images: a tensor or an array (n, c, side, side),
    (n, side, side) or (n, values), in the form and range that `encode` takes; some hundred or more, not seen in
    training if possible. Functions get tensors if `images` is one, else arrays; torch modules get tensors.

    conventions: fields of Conventions that are known and need not be found, as {"second": "log_sd"}. likelihood:
    "bernoulli" or "gaussian", if the model was trained with one, the latter with observation_sd in units of pixel value
    (0..1); without, there is no ELBO. beta: the weight of its KL divergence, if you know it. range: the numbers of
    black and white. port: 0 takes a free one.

    Raises HalfError, DataError, ConfigError or CheckpointError, with a sentence, where these can't be shown; OSError if
    the port is taken.
    """
    check_id(name, "name")
    if not 0 <= port < 2**16:
        raise ConfigError(f"port is 0 to 65535, not {port}")
    images = stacked(images)
    own = own_images(images, labels, f"{name}-images", range)
    halves = function_halves(encode, decode, isinstance(images, Tensor))
    few = _few(own)
    found = calibrate(halves, few, own.images, fixed=_known(own.way) | checked(conventions or {}))
    dims = latent_dim_of(halves, to_encoder(few[:2], found.best, own.images))
    config = ForeignConfig(PYTHON, found.best, dims, likelihood, observation_sd, beta)
    network = ForeignNetwork(halves, config, own.images)
    codec = Codec(ForeignCheckpoint(name, network, config, {}, "python", own.images))
    told = sentences(found, found.best, given=tuple(conventions or ()))
    if not found.rebuilds and own.white == WHITE_BYTE:
        told = (*told, "the images reach from 0 to 255; if the model was trained on 0..1, give images / 255")
    for sentence in told if found.unsure or not found.rebuilds else ():
        warnings.warn(sentence, stacklevel=2)
    return Explored(found, codec, own.data, BackgroundServer(_registry(model(codec, own)), port), told)


def model(codec: Codec, own: OwnImages) -> Model:
    """The model with its codes of a sample of the user's images. Raises CheckpointError."""
    return model_of(codec, LoadedSet(draw_sample(own.images, own.data)))


def _few(own: OwnImages) -> np.ndarray[Any, np.dtype[np.float32]]:
    order = np.random.default_rng(0).permutation(len(own.data))[:TRIED]
    return own.data.take(order).pixels()


def _known(way: Conventions) -> dict[str, Any]:
    """What is known of how images go in: they are as the encoder takes them."""
    return {name: getattr(way, name) for name in ("shape", "mean", "sd", *INTO)}


def _registry(shown: Model) -> Registry:
    sets = {MNIST.id: LoadedSet(mnist_sample()), shown.image_set.images.id: shown.image_set}
    return Registry({shown.checkpoint.id: shown}, sets, {})
