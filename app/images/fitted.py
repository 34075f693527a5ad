"""A picture file as an image of any set: the whole of it, upright, fitted into the set's square."""

import numpy as np

from latent_explorer.app.images.decode import read_colour
from latent_explorer.app.images.digit_input import DigitInput
from latent_explorer.model.config import ImageSet


def fitted(data: bytes, images: ImageSet) -> DigitInput:
    """A picture file's bytes as an image of a set, without a judgement of what it shows. Raises as `read_grey` does."""
    # Its package has all readers of data sets, which a server that starts need not wait for.
    from latent_explorer.model.datasets.reading.fit import fit, grey_of

    colours = read_colour(data)  # (h, w, 3)
    square = fit(colours if images.channels == 3 else grey_of(colours), images.side)
    return DigitInput(np.clip(square, 0, 1))
