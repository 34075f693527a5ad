"""Forward-mode differentiation of the decoder: Jacobian-vector products along some latent directions, layer by layer.

torch.func.jvp gives the same numbers (a test compares them), but takes four times as long for one image, where call
overhead dominates, and its global state does not allow two threads to differentiate at once.
"""

import math
from functools import singledispatch

import torch
from torch import Tensor, nn

from latent_explorer.model.networks.modules import FourierFeatures, ResidualBlock, ResidualDecoder

Dual = tuple[Tensor, Tensor]  # values (n, m), and their derivatives (k, n, m) along k directions


def linearise(decoder: ResidualDecoder, z: Tensor, directions: Tensor) -> Dual:
    """The decoder's logits (n, p) at z (n, d), and their derivatives (n, p, k) along directions (k, d)."""
    values, derivative = jvp(decoder, (z, directions[:, None].expand(-1, *z.shape)))
    return values, derivative.permute(1, 2, 0)


@singledispatch
def jvp(layer: nn.Module, at: Dual) -> Dual:
    """Push values and their derivatives through a layer. Raises TypeError for a layer without a rule below."""
    raise TypeError(f"no derivative is known of {type(layer).__name__}")


@jvp.register
def _(layer: nn.Sequential, at: Dual) -> Dual:
    for one in layer:
        at = jvp(one, at)
    return at


@jvp.register
def _(layer: nn.Linear, at: Dual) -> Dual:
    h, change = at
    return layer(h), change @ layer.weight.T


@jvp.register
def _(layer: nn.GELU, at: Dual) -> Dual:
    h, change = at
    below = 0.5 * (1 + torch.erf(h / math.sqrt(2)))  # Φ(h); the derivative of h·Φ(h) is Φ(h) + h·φ(h)
    density = torch.exp(-0.5 * h * h) / math.sqrt(2 * math.pi)
    return layer(h), change * (below + h * density)


@jvp.register
def _(layer: nn.LayerNorm, at: Dual) -> Dual:
    h, change = at
    scale = torch.rsqrt(h.var(-1, unbiased=False, keepdim=True) + layer.eps)  # (n, 1)
    unit = (h - h.mean(-1, keepdim=True)) * scale  # (n, m)
    along = (change * unit).mean(-1, keepdim=True)  # (k, n, 1)
    return layer(h), (change - change.mean(-1, keepdim=True) - unit * along) * scale * layer.weight


@jvp.register
def _(layer: FourierFeatures, at: Dual) -> Dual:
    z, change = at
    phase, turned = z @ layer.frequencies, change @ layer.frequencies  # (n, count), (k, n, count)
    return layer(z), torch.cat([change, phase.cos() * turned, -phase.sin() * turned], dim=-1)


@jvp.register
def _(layer: ResidualBlock, at: Dual) -> Dual:
    h, change = at
    more, more_change = jvp(layer.layers, at)
    return h + more, change + more_change


@jvp.register
def _(layer: ResidualDecoder, at: Dual) -> Dual:
    for part in (layer.features, layer.lift, layer.blocks, layer.norm, layer.pixels):
        at = jvp(part, at)
    return at
