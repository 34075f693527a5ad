"""The styles that calibration is tried on; the conditional one, which is refused, is not among them."""

from torch import Tensor

from latent_explorer.model.config import MNIST, Conventions
from tests.wild.convolutions import FACES, INTERLEAVED, MIXED_UP
from tests.wild.hard import HARD as HARD
from tests.wild.keras_vae import LATENT_DIM
from tests.wild.mlps import HOMEWORK, ON_PAPER
from tests.wild.others import PLAIN
from tests.wild.style import Style, WildVae
from tests.wild.unseen import UNSEEN as UNSEEN
from tests.wild.widths import CHUNKED, OF_VARIANCES, PROBABILIST


def _not_here(images: Tensor) -> WildVae:
    raise NotImplementedError("Keras trains in an interpreter of its own: run tests/wild/keras_vae.py there")


KERAS = Style(
    "keras",
    "convolutions of Keras, channels last; μ and log σ² of a functional model; sigmoid, BCE; d = 2",
    MNIST,
    Conventions((28, 28, 1)),
    LATENT_DIM,
    _not_here,
)
STYLES = (HOMEWORK, ON_PAPER, CHUNKED, INTERLEAVED, PROBABILIST, OF_VARIANCES, FACES, MIXED_UP, PLAIN)
