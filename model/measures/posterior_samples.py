"""Samples around μ: is a code that is drawn from the posterior decoded to a like image, in the VAE and in its twin?

A draw is z = μ + T·σ·ε, ε from N(0, I). Source: Kingma & Welling 2014, §2.4, where T = 1; a temperature T widens σ.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.statistics.bootstrap import Figure, interval, mean

TEMPERATURES = (1, 2, 4)
DRAWS = 8  # of each image


@dataclass(frozen=True)
class Placed:
    """A model with its codes of the images, mu (n, d), and the sd of its code cloud on each axis, (d,)."""

    codec: Codec
    mu: Array
    sd: Array


def posterior_samples(
    vae: Placed,
    sigma: Array,
    ae: Placed | None,
    judge: JudgeCodec | None,
    seed: int,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """For each temperature, of a VAE and its twin: change of the image and, with a judge, share of labels kept.

    sigma (n, d) are of the VAE's posteriors. An autoencoder has none, so its draws lie as many sd of its own cloud
    from its μ as the VAE's, of the same ε, lie from theirs. Without a twin, its figures are None.
    `progress(done, total)` counts temperatures.
    """
    noise = np.random.default_rng(seed).standard_normal((DRAWS, *sigma.shape), np.float32)  # (k, n, d)
    away = sigma * noise  # z − μ at temperature 1
    of_vae = _curve(vae, away, judge, seed)
    of_ae = None if ae is None else _curve(ae, away * (ae.sd / vae.sd), judge, seed)
    curve = []
    for done, temperature in enumerate(TEMPERATURES):
        progress(done, len(TEMPERATURES))
        figures = {"vae": next(of_vae), "ae": None if of_ae is None else next(of_ae)}
        curve.append({"temperature": temperature} | figures)
    progress(len(TEMPERATURES), len(TEMPERATURES))
    return {"draws": DRAWS, "curve": curve}


def _curve(placed: Placed, away: Array, judge: JudgeCodec | None, seed: int) -> Iterator[dict[str, Figure]]:
    """The figures at each temperature, for draws `away` (k, n, d) from mu at temperature 1.

    Images are resampled, each with all of its draws; twins have the same resamples.
    """
    rng = np.random.default_rng(seed)
    here = placed.codec.decode(placed.mu)  # (n, p)
    labels = None if judge is None else judge.labels(here)  # (n,)
    for temperature in TEMPERATURES:
        kept, change = np.empty((2, *away.shape[:2]))  # (k, n) each
        for draw, step in enumerate(away):
            there = placed.codec.decode(placed.mu + np.float32(temperature) * step)  # (n, p)
            kept[draw] = judge is not None and judge.labels(there) == labels
            change[draw] = np.square(there - here).mean(axis=1)
        of_labels = {} if judge is None else {"label_kept": mean(kept.T, rng)}
        yield of_labels | {"mse_median": interval(change.T, lambda v: float(np.median(v)), rng)}
