"""Pixels enlarged to blocks are read as the pixels that they were."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.images.decode import read_grey
from latent_explorer.app.images.normalise import normalise_grey
from latent_explorer.app.images.normalise.blocks import TINY, own_pixels
from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.pictures import grey_page


def small(index: int, side: int = 8) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A digit of the sample, (side, side)."""
    return np.asarray(
        Image.fromarray(load_sample().images[index][4:24, 4:24]).resize((side, side), Image.Resampling.BOX)
    )


@pytest.mark.parametrize("block", [5, 10, 20])
@pytest.mark.parametrize("margin", [0, 1])
def test_enlarged_pixels_are_found_again(block: int, margin: int) -> None:
    pixels = np.pad(small(3), margin).astype(np.float32) / np.float32(255)
    found = own_pixels(np.kron(pixels, np.ones((block, block), np.float32)))
    assert found is not None and (found == pixels).all()


def test_it_is_the_same_digit_enlarged_or_not() -> None:
    pixels = np.pad(small(3), 1).astype(np.float32) / np.float32(255)
    steps = [normalise_grey(np.kron(pixels, np.ones((k, k), np.float32))).pixels for k in (1, 9, 30)]
    assert (steps[0] == steps[1]).all() and (steps[1] == steps[2]).all()
    assert max(pixels.shape) <= TINY


def test_a_jpegs_ringing_hides_no_blocks() -> None:
    out = BytesIO()
    Image.fromarray(np.kron(small(3, 12), np.ones((24, 24), np.uint8))).save(out, "JPEG", quality=85)
    found = own_pixels(read_grey(out.getvalue()))
    assert found is not None and found.shape == (12, 12)


def test_what_has_no_blocks_stays() -> None:
    assert own_pixels(grey_page("3")) is None
    box = np.zeros((300, 300), np.float32)
    box[60:240, 120:180] = 1
    assert own_pixels(box) is None
