"""Where refinement starts: at the encoder's guess or, where that fits an image worse, at the best of some fixed places.

One image often fits at several places of a plane, and an encoder that is trained for all images at once names one that
is not the best: steps downhill then end beside it. So a thousand places are decoded once, and each image is compared
with all of them by one matrix product.
"""

import math

import torch
from torch import Tensor

from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import expected_loss

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SPREAD = 1.2  # of the places, in sd of the codes: wider than the codes, as far ones are missed more


def spiral(codes: Tensor, count: int) -> Tensor:
    """`count` places (count, 2) about where codes (n, 2) lie: a normal distribution's, evenly on a sunflower's spiral.

    It has the codes' mean and their sd on each axis; how the axes go together it does not follow.
    Source: Vogel 1979, "A better way to construct the sunflower head", with radii at the quantiles of a normal.
    """
    share = (torch.arange(count, device=codes.device) + 0.5) / count  # (count,)
    radius, angle = (-2 * torch.log1p(-share)).sqrt(), GOLDEN_ANGLE * torch.arange(count, device=codes.device)
    unit = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=-1)  # (count, 2)
    return codes.mean(0) + SPREAD * codes.std(0, correction=0) * unit


@torch.no_grad()
def spread_starts(model: Autoencoder, codes: Tensor) -> None:
    """Put the model's starts, if it has any, where codes (n, 2) lie: the same places whichever axis comes first."""
    if model.starts is not None:
        order = codes.var(0, correction=0).argsort(descending=True)
        model.starts[:, order] = spiral(codes[:, order], len(model.starts))


@torch.no_grad()
def better_start(
    model: Autoencoder, x: Tensor, mu: Tensor, log_sigma: Tensor | None, starts: Tensor, decoded: Tensor
) -> Tensor:
    """Where to refine the codes of images x (n, p) from: μ (n, d) or one of the `starts` (m, d), as (n, d).

    `decoded` (m, p) are the logits of the starts. The one with the largest p(x, z), the prior weighed by β, is compared
    with μ, at the encoder's σ; the lower expected loss wins.
    """
    beta = model.config.beta if model.config.samples else 0.0
    prior = 0.5 * beta * starts.square().sum(-1, keepdim=True)  # (m, 1)
    start = starts[(model.between(decoded, x) + prior).argmin(0)]  # (n, d)
    lower = expected_loss(model, x, start, log_sigma) < expected_loss(model, x, mu, log_sigma)  # (n,)
    return torch.where(lower[:, None], start, mu)
