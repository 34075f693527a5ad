"""Health, 1 and 2: which axes tell something of an image, and whether σ is as wide as the prior, or hardly there."""

from typing import Any

import numpy as np

from latent_explorer.model.measures.health_subject import Section, Subject, Verdict, numbers, squares
from latent_explorer.model.statistics.bootstrap import mean

DRAWS = 4  # around μ, of each image
# Change of an image by σ, per active axis, over its squared error per pixel. In a linear VAE whose Gaussian is as wide
# as its own error it is 1 − σ², and with β in front of the divergence about β times that (Lucas et al. 2019).
FAINT, POINT = 0.1, 0.01
MANY_IDLE = 0.5  # of the axes: from there on most of the code is noise


def axes(subject: Subject) -> Section:
    """KL divergence by axis, nats, and the number of active units."""
    variance = subject.mu.astype(np.float64).var(axis=0)  # (d,)
    active, of = int(subject.active.sum()), len(variance)
    figures: dict[str, Any] = {"axes": of, "active_units": active, "variance_of_mu": numbers(variance)}
    if subject.sigma is None:
        key = "point" if active else "point_idle"
        return Section(Verdict("none" if active else "bad", key), figures, {"variance": variance})
    kl = subject.codec.kl_per_dim(subject.mu, subject.sigma)  # (n, d)
    per_axis = kl.mean(axis=0, dtype=np.float64)  # (d,)
    figures["kl_nats"] = mean(kl.sum(axis=1), np.random.default_rng(subject.seed))
    figures["kl_by_axis_nats"] = numbers(per_axis)
    return Section(_used(active, of), figures, {"variance": variance, "kl": per_axis})


def _used(active: int, of: int) -> Verdict:
    if active == of:
        return Verdict("good", "all")
    return Verdict("mind", "some") if active else Verdict("bad", "no_axis")


def collapse(subject: Subject) -> Section:
    """How wide σ is beside the codes, and how much it changes an image beside the model's own error."""
    idle = int((~subject.active).sum())
    figures: dict[str, Any] = {"idle_axes": idle, "axes": len(subject.active)}
    sd = subject.mu.astype(np.float64).std(axis=0)  # (d,)
    if subject.sigma is None:
        return Section(Verdict("none", "autoencoder") if subject.active.any() else Verdict("bad", "whole"), figures)
    width = np.sqrt(np.square(subject.sigma.astype(np.float64)).mean(axis=0))  # (d,)
    shown = {"sd": sd, "sigma": width}
    figures |= {"sd_of_mu": numbers(sd), "rms_sigma": numbers(width)}
    if not subject.active.any():
        return Section(Verdict("bad", "whole"), figures, shown)
    some = subject.first(2_000)
    change = squares(subject.codec.decode(some.around(DRAWS, 2)), np.tile(some.rebuilt, (DRAWS, 1))).mean()
    felt = float(change) / (subject.error * int(subject.active.sum()))
    figures["change_by_sigma_per_axis"] = felt
    figures["sigma_over_spread"] = float(np.median((width / np.hypot(sd, width))[subject.active]))
    return Section(_width(felt, idle / len(sd)), figures, shown)


def _width(felt: float, idle: float) -> Verdict:
    if felt < FAINT:
        return Verdict("bad", "point") if felt < POINT else Verdict("mind", "narrow")
    return Verdict("mind", "idle") if idle >= MANY_IDLE else Verdict("good", "neither")
