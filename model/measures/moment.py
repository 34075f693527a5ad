"""What a model is like at a moment of its training: measured on few images, as there are many moments."""

from typing import Any

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Code, Codec, JudgeCodec
from latent_explorer.model.measures.evaluate import measure_loss
from latent_explorer.model.measures.holes import sure_of_prior
from latent_explorer.model.measures.nearness import step_curve
from latent_explorer.model.statistics.spread import spread

STEP = 0.1  # in sd of the codes, on each axis
MOVED, DRAWN = 500, 1_000  # codes that take the step, draws from N(0, I)
LOSS = ("reconstruction", "kl", "negative_elbo", "active_units", "kl_per_dim")


def measure_moment(codec: Codec, judge: JudgeCodec | None, images: Array, code: Code, seed: int = 0) -> dict[str, Any]:
    """Figures of held-out images (n, p) with their code, JSON-ready: losses in nats per image.

    `sigma` is the median σ over images and axes. `label_kept` is the share of decoded digits whose label a step of
    STEP keeps, `judge_sure` the share of draws from N(0, I) of which the judge is sure; both are None without a judge.
    """
    mu, sigma = code
    loss = measure_loss(codec, images, code)
    figures = {name: loss[name] for name in LOSS} | {"sigma": None if sigma is None else float(np.median(sigma))}
    if judge is None:
        return figures | {"label_kept": None, "judge_sure": None}
    (moved,) = step_curve(codec, judge, mu[:MOVED], spread(mu), seed, steps=(STEP,))
    return figures | {"label_kept": moved["label_kept"], "judge_sure": sure_of_prior(codec, judge, DRAWN, seed)}
