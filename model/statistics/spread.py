"""The spread of a code cloud on each axis, which is the unit of a step; and which axes have collapsed."""

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles

ACTIVE_VARIANCE = 0.01  # Burda, Grosse & Salakhutdinov 2016, §5.2
NARROWEST = 0.01  # of the widest axis: on a narrower one all codes are in one place of a map that shows both
LEAST = 1e-4  # latent units: maps round their places to four decimals
PRIOR_SD = 1.0


def spread(codes: Array) -> Array:
    """A step of 1 on each axis of codes (n, d), latent units, never 0: (d,).

    It is the standard deviation. An axis on which the codes have none to speak of takes the geometric mean of the
    others', so that a step there is as long as elsewhere; if there is no other, the prior's.
    """
    sd = codes.astype(np.float64).std(axis=0)  # (d,); in float32 the squares of distant codes overflow
    live = _live(sd)
    usual = np.exp(np.log(sd[live]).mean()) if live.any() else PRIOR_SD
    unit: Array = np.where(live, sd, usual).astype(codes.dtype)
    return unit


def collapsed_axes(mu: Array, sigma: Array | None) -> int:
    """Number of axes on which codes (n, d) are the same for all images; an autoencoder's sigma is None.

    For a VAE those that Burda, Grosse & Salakhutdinov 2016 call inactive; for an autoencoder, whose codes have no scale
    of their own, those on which `spread` finds none.
    """
    if sigma is not None:
        return int((mu.var(axis=0) <= ACTIVE_VARIANCE).sum())
    return int((~_live(mu.astype(np.float64).std(axis=0))).sum())


def _live(sd: Doubles) -> NDArray[np.bool_]:
    return np.asarray(sd > max(LEAST, NARROWEST * float(sd.max())))
