"""A step's result as a small picture for the visitor."""

import numpy as np
from PIL import Image

from latent_explorer.app.images.normalise.arrays import Bytes, Grey, Mask

LONGER_SIDE = 200  # px
DROPPED = 0.3  # brightness of dropped ink


def picture_of(grey: Grey | Mask) -> Bytes:
    """Grey (h, w) in 0..1, or a mask, as uint8, reduced by an area filter to at most 200 px on its longer side."""
    image = Image.fromarray((np.clip(grey.astype(np.float32), 0, 1) * 255.5).astype(np.uint8))
    longer = max(image.size)
    if longer > LONGER_SIDE:
        width, height = (max(1, round(side * LONGER_SIDE / longer)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.BOX, reducing_gap=1.0)
    return np.asarray(image)


def kept_and_dropped(ink: Grey, kept: Mask) -> Grey:
    """Ink (h, w) with what was dropped dimmed."""
    return np.where(kept, ink, ink * np.float32(DROPPED))
