"""Random affine augmentation of digits, for training only."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.networks.modules import as_planes

MAX_TURN = math.radians(12)
MAX_ZOOM = 0.12
MAX_SHEAR = 0.15
MAX_SHIFT = 1.0  # pixels


def warp(x: Tensor, strength: float, generator: torch.Generator, of: ImageSet = MNIST) -> Tensor:
    """Rotate, scale, shear and shift each image of x (n, p) at random: `strength`, 0..1, scales the limits above.

    What comes in from outside is black where images are ink, and else as their border is.
    """
    if strength == 0:
        return x
    draw = strength * (2 * torch.rand(6, len(x), generator=generator, device=x.device) - 1)  # (6, n)
    turn, shear = MAX_TURN * draw[0], MAX_SHEAR * draw[1]  # (n,)
    shift = 2 * MAX_SHIFT / of.side  # grid_sample's unit is half an image
    zoom_x, zoom_y = 1 + MAX_ZOOM * draw[2], 1 + MAX_ZOOM * draw[3]  # (n,)
    top = torch.stack([zoom_x * turn.cos(), shear - turn.sin(), shift * draw[4]], dim=-1)  # (n, 3)
    bottom = torch.stack([turn.sin(), zoom_y * turn.cos(), shift * draw[5]], dim=-1)  # (n, 3)
    images = as_planes(x, of)
    grid = F.affine_grid(
        torch.stack([top, bottom], dim=1), list(images.shape), align_corners=False
    )  # (n, side, side, 2)
    outside = "zeros" if of.ink else "border"
    warped = F.grid_sample(images, grid, padding_mode=outside, align_corners=False)  # (n, c, side, side)
    return warped.permute(0, 2, 3, 1).reshape(len(x), -1).clamp(0, 1)  # (n, p)
