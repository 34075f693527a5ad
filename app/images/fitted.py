"""A picture file as an image of any set: the part that is marked, upright, fitted into the set's square."""

import numpy as np

from latent_explorer.app.images.decode import read_colour
from latent_explorer.app.images.digit_input import DigitInput
from latent_explorer.app.images.normalise import Knobs
from latent_explorer.app.images.reading import turned
from latent_explorer.app.images.windows import WHOLE, marked
from latent_explorer.model.config import ImageSet


def fitted(data: bytes, knobs: Knobs, images: ImageSet) -> DigitInput:
    """A picture file's bytes as an image of a set, without a judgement of what it shows. Raises as `read_grey` does.

    Of the knobs those count that say which part is meant, and which way round: `crop`, `turn` and `mirror`.
    """
    # Its package has all readers of data sets, which a server that starts need not wait for.
    from latent_explorer.model.datasets.reading.fit import fit, grey_of

    part = marked(knobs)
    colours = read_colour(data, None if part == WHOLE else part)  # (h, w, 3)
    meant = turned(colours, knobs.turn, knobs.mirror)
    square = fit(meant if images.channels == 3 else grey_of(meant), images.side)
    return DigitInput(np.clip(square, 0, 1))
