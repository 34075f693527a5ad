"""How much a decoder stretches latent space: its pullback metric JᵀJ.

Source: Arvanitidis, Hansen & Hauberg 2018, "Latent space oddity", §2.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec
from latent_explorer.model.statistics.bootstrap import quantile
from latent_explorer.model.statistics.spread import spread

CODES = 2_000
BATCH = 100


def singular_values(
    codec: Codec, z: Array, unit: NDArray[np.floating], directions: Doubles | None = None
) -> NDArray[np.float32]:
    """Singular values (n, k), largest first, of the decoder's Jacobian at z (n, d), in pixels per `unit` (k,).

    It is along directions (k, d), by default the first k axes.
    """
    along = np.eye(len(unit), z.shape[1]) if directions is None else directions
    parts = [codec.jacobian(z[i : i + BATCH], along) for i in range(0, len(z), BATCH)]  # (≤ 100, p, k) each
    scaled = [np.linalg.svd(part * unit.astype(np.float32), compute_uv=False) for part in parts]
    return np.concatenate(scaled)


def stretch(codec: Codec, mu: Array, seed: int) -> dict[str, Any]:
    """5 %, 50 % and 95 % quantiles of log₁₀ √det JᵀJ and of log₁₀ cond J over up to 2,000 of the codes mu (n, d).

    Latent units are sd of the code cloud on each axis; √det JᵀJ is a volume in pixels^d.
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(mu))[:CODES]
    values = singular_values(codec, mu[chosen], spread(mu)).clip(1e-12)  # (n, d)
    volume, condition = np.log10(values).sum(axis=1), np.log10(values[:, 0] / values[:, -1])  # (n,), (n,)
    return {"codes": len(chosen), "log10_volume": _spread(volume, rng), "log10_condition": _spread(condition, rng)}


def _spread(values: NDArray[np.floating], rng: np.random.Generator) -> dict[str, Any]:
    return {name: quantile(values, q, rng) for name, q in (("p5", 0.05), ("median", 0.5), ("p95", 0.95))}
