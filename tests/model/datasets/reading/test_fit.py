"""Images of any size to squares by areas."""

import numpy as np
import pytest
from PIL import Image

from latent_explorer.model.datasets.reading.fit import fit, grey_of, is_grey, keeps
from tests.helpers.data_files import glyphs


def test_a_pixel_is_the_mean_of_its_area() -> None:
    image = glyphs(1, 32)[0].astype(np.float64)
    np.testing.assert_allclose(fit(image, 8), image.reshape(8, 4, 8, 4).mean((1, 3)), rtol=1e-6)


@pytest.mark.parametrize("side", [8, 11, 20, 28, 45, 64])
def test_light_is_kept_at_every_size(side: int) -> None:
    image = glyphs(1)[0]
    np.testing.assert_allclose(fit(image, side).mean(), image.mean(), rtol=1e-5)


def test_as_pillows_box_filter(side: int = 12) -> None:
    image = glyphs(1, 48)[0]
    expected = Image.fromarray(image).resize((side, side), Image.Resampling.BOX)
    # Pillow rounds after each of the two directions.
    np.testing.assert_allclose(fit(image, side), np.asarray(expected), atol=1)


def test_nothing_is_cut_off_and_margins_are_the_borders_median() -> None:
    image = np.full((10, 20), 90, np.uint8)
    image[4:6, 0], image[4:6, -1] = 255, 255
    fitted = fit(image, 20)
    np.testing.assert_array_equal(fitted[5:15], image)
    assert (fitted[:5] == 90).all() and (fitted[15:] == 90).all()
    tall = fit(image.T, 20)
    np.testing.assert_array_equal(tall, fitted.T)


def test_colours_are_fitted_each() -> None:
    colours = np.moveaxis(glyphs(3), 0, -1)
    fitted = fit(colours[:, :20], 14)
    for channel in range(3):
        np.testing.assert_allclose(fitted[..., channel], fit(colours[:, :20, channel], 14), rtol=1e-6)


def test_very_long_pictures_keep_a_line() -> None:
    assert fit(np.full((1, 500), 255, np.uint8), 8).shape == (8, 8)


def test_grey_as_pillow_makes_it() -> None:
    colours = np.moveaxis(glyphs(3), 0, -1)
    np.testing.assert_allclose(grey_of(colours), np.asarray(Image.fromarray(colours).convert("L")), atol=1)
    assert is_grey(np.repeat(colours[..., :1], 3, axis=2)) and not is_grey(colours)


@pytest.mark.parametrize(
    ("shape", "kept"), [((8, 8), True), ((64, 64, 3), True), ((7, 7), False), ((65, 65), False), ((28, 20), False)]
)
def test_squares_of_8_to_64_are_kept(shape: tuple[int, ...], kept: bool) -> None:
    assert keeps(shape) == kept
