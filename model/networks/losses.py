"""Loss terms in nats: pure functions of tensors."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def reconstruction_bernoulli(logits: Tensor, x: Tensor) -> Tensor:
    """−log p(x|z) with grey pixels as Bernoulli targets, nats per pixel: logits and x (…, p) to (…, p).

    Source: Kingma & Welling 2014, appendix C.1.
    """
    return F.binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction="none")


def reconstruction_gaussian(logits: Tensor, x: Tensor, sd: float) -> Tensor:
    """−log N(x; sigmoid(logits), sd²), nats per pixel: (…, p) to (…, p). `sd` in units of pixel value.

    With a fixed sd this is the squared error, scaled and shifted. Source: Kingma & Welling 2014, appendix C.2.
    """
    squared = (torch.sigmoid(logits) - x).square()  # (…, p)
    return 0.5 * squared / sd**2 + math.log(sd) + 0.5 * math.log(2 * math.pi)


def between_bernoulli(logits: Tensor, x: Tensor) -> Tensor:
    """`reconstruction_bernoulli` summed over pixels, of every image with every code, nats: (m, p), (n, p) to (m, n).

    One matrix product, in place of an array of m·n·p.
    """
    return F.softplus(logits).sum(-1, keepdim=True) - logits @ x.mT


def between_gaussian(logits: Tensor, x: Tensor, sd: float) -> Tensor:
    """`reconstruction_gaussian` likewise: (m, p), (n, p) to (m, n). `sd` in units of pixel value."""
    # The squares all but cancel, and are divided by a small sd²: in float32 that would be off by tenths of a nat.
    pixels, wanted = torch.sigmoid(logits).double(), x.double()  # (m, p), (n, p)
    squared = pixels.square().sum(-1, keepdim=True) - 2 * pixels @ wanted.mT + wanted.square().sum(-1)  # (m, n)
    nats = 0.5 * squared / sd**2 + x.shape[-1] * (math.log(sd) + 0.5 * math.log(2 * math.pi))  # (m, n)
    return nats.to(x.dtype)


def curvature_bernoulli(logits: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
    """First and expected second derivative of `reconstruction_bernoulli` with respect to the logits: (…, p) each.

    The second is the Fisher information of a Bernoulli's logit, p(1 − p). Source: Martens 2020, §9.2.
    """
    p = torch.sigmoid(logits)  # (…, p)
    return p - x, p * (1 - p)


def curvature_gaussian(logits: Tensor, x: Tensor, sd: float) -> tuple[Tensor, Tensor]:
    """First and expected second derivative of `reconstruction_gaussian` with respect to the logits: (…, p) each."""
    p = torch.sigmoid(logits)  # (…, p)
    slope = p * (1 - p)  # (…, p)
    return (p - x) * slope / sd**2, slope.square() / sd**2


def kl_per_dim(mu: Tensor, log_sigma: Tensor) -> Tensor:
    """KL(N(μ, σ²) ‖ N(0, 1)) of each latent dimension, nats: (n, d) to (n, d).

    Source: Kingma & Welling 2014, appendix B.
    """
    return 0.5 * (mu.square() + (2 * log_sigma).exp() - 1) - log_sigma


def log_normal(z: Tensor, mu: Tensor, log_sigma: Tensor) -> Tensor:
    """log N(z; μ, σ²) summed over the last axis, nats: (…, d) to (…)."""
    standard = (z - mu) * (-log_sigma).exp()  # (…, d)
    return (-0.5 * standard.square() - log_sigma - 0.5 * math.log(2 * math.pi)).sum(-1)


def importance_bound(log_weights: Tensor) -> Tensor:
    """−log of the mean importance weight over the k draws of axis 0, nats: (k, n) to (n,).

    Source: Burda, Grosse & Salakhutdinov 2016 (IWAE), equation 8.
    """
    return math.log(log_weights.shape[0]) - torch.logsumexp(log_weights, dim=0)
