"""Random affine augmentation of digits, for training only."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from latent_explorer.model.config import IMAGE_SIZE

MAX_TURN = math.radians(12)
MAX_ZOOM = 0.12
MAX_SHEAR = 0.15
MAX_SHIFT = 2 * 1.0 / IMAGE_SIZE  # 1 pixel, in grid_sample's units of half an image


def warp(x: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Rotate, scale, shear and shift each image of x (n, 784) at random: `strength`, 0..1, scales the limits above."""
    if strength == 0:
        return x
    draw = strength * (2 * torch.rand(6, len(x), generator=generator, device=x.device) - 1)  # (6, n)
    turn, shear = MAX_TURN * draw[0], MAX_SHEAR * draw[1]  # (n,)
    zoom_x, zoom_y = 1 + MAX_ZOOM * draw[2], 1 + MAX_ZOOM * draw[3]  # (n,)
    top = torch.stack([zoom_x * turn.cos(), shear - turn.sin(), MAX_SHIFT * draw[4]], dim=-1)  # (n, 3)
    bottom = torch.stack([turn.sin(), zoom_y * turn.cos(), MAX_SHIFT * draw[5]], dim=-1)  # (n, 3)
    images = x.view(-1, 1, IMAGE_SIZE, IMAGE_SIZE)
    grid = F.affine_grid(torch.stack([top, bottom], dim=1), list(images.shape), align_corners=False)  # (n, 28, 28, 2)
    return F.grid_sample(images, grid, align_corners=False).view(len(x), -1).clamp(0, 1)  # (n, 784)
