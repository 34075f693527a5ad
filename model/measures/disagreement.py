"""How far decoders that were trained on the same codes disagree: where they do, no image tells what stands there."""

import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array

BATCH = 1000  # codes


@torch.inference_mode()
def disagreement(decoders: list[nn.Module], z: Array) -> Array:
    """The standard deviation of decoded pixels (0..1) over two decoders or more, at codes z (m, d): (m,).

    Decoders give logits; of each code the root mean square over its pixels. Source: Syrota,
    Moreno-Muñoz & Hauberg 2024, arXiv 2408.07507, whose ensemble's variance this is, per pixel.
    """
    parts = [_of(decoders, part) for part in torch.from_numpy(z).split(BATCH)]
    found: Array = torch.cat(parts).numpy()
    return found


def _of(decoders: list[nn.Module], z: Tensor) -> Tensor:
    pixels = torch.stack([decoder(z).sigmoid() for decoder in decoders])  # (k, m, p)
    return pixels.var(0).mean(-1).sqrt()  # (m,)
