"""Reports on models that are well, ill, and no VAEs at all."""

import numpy as np
import pytest

from latent_explorer.app.report.examine import examine
from latent_explorer.app.report.record import Report
from latent_explorer.model.datasets.image_data import ImageData
from tests.helpers.linear_vae import LinearVae

MODELS = {
    "vae": LinearVae(),
    "ae": LinearVae(kind="ae"),
    "collapsed": LinearVae(idle=2),
    "point": LinearVae(width=0.01),
    "foreign": LinearVae(declared=False),
    "wide": LinearVae(20),
}


@pytest.fixture(params=MODELS)
def report(request: pytest.FixtureRequest, quick: None) -> Report:
    """One of each."""
    vae = MODELS[request.param]
    pixels = LinearVae(vae.latent_dim).drawn(60).clip(0, 1)
    data = ImageData((pixels * 255).round().astype(np.uint8).reshape(-1, 28, 28), None)
    return examine(vae, data)
