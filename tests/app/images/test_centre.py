"""Where a digit's centre of mass is exactly between two pixels, it goes to the same one, whatever its grey levels."""

import numpy as np
import pytest

from latent_explorer.app.images.normalise.centre import to_convention


@pytest.mark.parametrize("seed", range(40))
def test_a_digit_that_is_its_own_mirror_image_is_never_moved_by_rounding(seed: int) -> None:
    half = np.random.default_rng(seed).random((20, 10)).astype(np.float32)
    digit = to_convention(np.hstack([half, half[:, ::-1]]))
    assert digit.shape == (28, 28) and digit.max() == 1
    box = digit[:, 4:24]  # from 9.5 to 14 it is 4.5 pixels, of which the even neighbour is taken
    assert (box == box[:, ::-1]).all() and (digit > 0).sum() == (box > 0).sum()
