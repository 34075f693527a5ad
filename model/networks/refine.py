"""Refine the encoder's code of each image by a few damped Gauss–Newton steps on that image's negative ELBO.

An amortised encoder fits all images at once and misses the best code of each by more than its own posterior width. The
steps start at its guess and end near a minimum; no weights change. For an autoencoder the objective is the
reconstruction term alone. Sources: Kim et al. 2018, "Semi-amortized variational autoencoders"; Park, Kim & Kim
2019, "Variational Laplace autoencoders", whose posterior covariance is the inverse curvature used here.
"""

import math

import torch
from torch import Tensor

from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.jvp import linearise

FIRST_DAMPING = 0.25  # of the curvature: close to an undamped Gauss–Newton step
LEAST_DAMPING = 1e-3  # keeps the linear system solvable in float32
FLAT = 1e-6  # keeps the step finite where the decoder is flat


@torch.no_grad()
def refine(
    model: Autoencoder, x: Tensor, mu: Tensor, log_sigma: Tensor | None, steps: int
) -> tuple[Tensor, Tensor | None]:
    """Refine μ and log σ (n, d) of images x (n, p) by `steps` steps; an autoencoder's log σ is None and stays so.

    A new μ, and then a new σ, is accepted only if it lowers the image's loss; a rejected μ makes the next step shorter.
    """
    if steps == 0:
        return mu, log_sigma
    damping, loss = torch.full_like(mu[:, :1], FIRST_DAMPING), expected_loss(model, x, mu, log_sigma)  # (n, 1), (n,)
    for _ in range(steps):
        next_mu, next_log_sigma = _step(model, x, mu, damping)
        better, loss = _better(expected_loss(model, x, next_mu, log_sigma), loss)
        mu = torch.where(better, next_mu, mu)
        damping = torch.where(better, damping / 4, damping * 4).clamp(min=LEAST_DAMPING)
        if log_sigma is not None and next_log_sigma is not None:
            better, loss = _better(expected_loss(model, x, mu, next_log_sigma), loss)
            log_sigma = torch.where(better, next_log_sigma, log_sigma)
    return mu, log_sigma


def _better(next_loss: Tensor, loss: Tensor) -> tuple[Tensor, Tensor]:
    """Where `next_loss` is lower (n, 1), and the elementwise minimum (n,); NaN is never lower."""
    return (next_loss < loss)[:, None], torch.fmin(next_loss, loss)


def expected_loss(model: Autoencoder, x: Tensor, mu: Tensor, log_sigma: Tensor | None) -> Tensor:
    """Reconstruction + β·KL of each image, nats, (n,), with the expectation over q(z|x) by cubature.

    The 2d points μ ± √d·σ along each axis are exact for cubic functions and, unlike random draws, the same at every
    call. Source: Arasaratnam & Haykin 2009, "Cubature Kalman filters". An autoencoder's only point is μ.
    """
    if log_sigma is None:
        return model.reconstruction(model.decode(mu), x).sum(-1)
    away = math.sqrt(mu.shape[1]) * torch.diag_embed(log_sigma.exp())  # (n, d, d)
    z = torch.cat([mu[:, None] + away, mu[:, None] - away], dim=1)  # (n, 2d, d)
    logits = model.decode(z.flatten(0, 1)).view(*z.shape[:2], -1)  # (n, 2d, p)
    reconstruction = model.reconstruction(logits, x[:, None]).sum(-1).mean(-1)  # (n,)
    return reconstruction + model.config.beta * losses.kl_per_dim(mu, log_sigma).sum(-1)


def _step(model: Autoencoder, x: Tensor, mu: Tensor, damping: Tensor) -> tuple[Tensor, Tensor | None]:
    logits, jacobian = linearise(model.decoder, mu, torch.eye(mu.shape[1], device=mu.device))  # (n, p), (n, p, d)
    slope, weight = model.curvature(logits, x)  # (n, p) each
    gradient = (slope[:, None] @ jacobian).squeeze(1)  # (n, d)
    curvature = jacobian.mT @ (weight[..., None] * jacobian)  # (n, d, d)
    beta = model.config.beta if model.config.samples else 0.0
    gradient, curvature = gradient + beta * mu, curvature + beta * torch.eye(mu.shape[1], device=mu.device)
    diagonal = curvature.diagonal(dim1=1, dim2=2)  # (n, d)
    damped = curvature + torch.diag_embed(damping * diagonal + FLAT)
    next_mu = mu - torch.linalg.solve(damped, gradient)  # (n, d)
    return next_mu, 0.5 * (beta / diagonal).log() if model.config.samples else None
