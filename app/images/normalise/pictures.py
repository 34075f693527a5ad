"""What a step made, as a small picture that a visitor can look at."""

import numpy as np
from PIL import Image

from latent_explorer.app.images.normalise.arrays import Bytes, Grey, Mask

LONGER_SIDE = 200  # px
DROPPED = 0.3  # how bright ink is shown that was thrown away


def picture_of(grey: Grey | Mask) -> Bytes:
    """Grey (h, w) in 0..1, or a mask, as uint8, its longer side at most 200 px; an area filter where it is larger."""
    image = Image.fromarray((np.clip(grey.astype(np.float32), 0, 1) * 255.5).astype(np.uint8))
    longer = max(image.size)
    if longer > LONGER_SIDE:
        width, height = (max(1, round(side * LONGER_SIDE / longer)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.BOX, reducing_gap=1.0)
    return np.asarray(image)


def kept_and_dropped(ink: Grey, kept: Mask) -> Grey:
    """Ink (h, w), what was dropped of it dim."""
    return np.where(kept, ink, ink * np.float32(DROPPED))
