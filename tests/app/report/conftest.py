"""Reports on models that are well, ill, and no VAEs at all."""

import numpy as np
import pytest

from latent_explorer.app.report.examine import examine
from latent_explorer.app.report.record import Report
from latent_explorer.model.arrays import Array, Floats
from latent_explorer.model.config import Conventions, ForeignConfig, Likelihood, Output
from latent_explorer.model.datasets.image_data import ImageData
from tests.helpers.linear_vae import NOISE, LinearVae


def declared(
    likelihood: Likelihood | None, beta: float | None, output: Output = "unit", vae: LinearVae | None = None
) -> LinearVae:
    """A foreign VAE of which this is declared."""
    vae = vae or LinearVae()
    sd = NOISE if likelihood == "gaussian" else None
    foreign = ForeignConfig("python", Conventions((28, 28), output=output), vae.latent_dim, likelihood, sd, beta)
    object.__setattr__(vae.checkpoint, "model", foreign)
    return vae


class Deaf(LinearVae):
    """It decodes every code to the same image, though its encoder tells images from one another."""

    def decode(self, z: Array) -> Array:
        return np.full((len(z), 784), 0.5, np.float32)

    def jacobian(self, z: Array, directions: Floats | None = None) -> Array:
        return np.zeros_like(super().jacobian(z, directions))


MODELS = {
    "vae": LinearVae(),
    "ae": LinearVae(kind="ae"),
    "collapsed": LinearVae(idle=2),
    "point": LinearVae(width=0.01),
    "foreign": LinearVae(declared=False),
    "wide": LinearVae(20),
    "beta undeclared": declared("gaussian", None),
    "beta 0": declared("bernoulli", 0.0),
    "deaf": Deaf(),
    "deaf undeclared": declared(None, None, vae=Deaf()),
}


@pytest.fixture(params=MODELS)
def report(request: pytest.FixtureRequest, quick: None) -> Report:
    """One of each."""
    return examined(MODELS[request.param])


def examined(vae: LinearVae) -> Report:
    """Its health, on 60 images of a VAE like it that is well."""
    pixels = LinearVae(vae.latent_dim).drawn(60).clip(0, 1)
    data = ImageData((pixels * 255).round().astype(np.uint8).reshape(-1, 28, 28), None)
    return examine(vae, data)
