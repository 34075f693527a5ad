import math

import numpy as np

from latent_explorer.model.datasets.sprites import COLOUR
from latent_explorer.model.datasets.sprites.colour import fill


def test_hues_go_from_red_by_green_and_blue_to_red() -> None:
    sixths = np.arange(7) * math.tau / 6
    red, yellow, green, cyan, blue, magenta = np.array(
        [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1]], float
    )
    np.testing.assert_allclose(fill(sixths), [red, yellow, green, cyan, blue, magenta, red], atol=1e-9)


def test_hues_change_evenly_and_without_a_jump() -> None:
    colours = fill(np.linspace(0, math.tau, 361))
    steps = np.abs(np.diff(colours, axis=0)).sum(axis=1)
    np.testing.assert_allclose(steps, 1 / 60, atol=1e-9)


def test_the_fill_is_inside_and_the_background_around() -> None:
    hue, shade = math.tau / 3, 0.4
    image = COLOUR.draw(np.array([[0, hue, shade, 15.5, 15.5]]))[0]
    assert image[15, 15].tolist() == [0, 255, 0]
    around = np.concatenate([image[[0, -1]].reshape(-1, 3), image[:, [0, -1]].reshape(-1, 3)])
    assert (around == round(255 * shade)).all()


def test_all_three_channels_are_needed() -> None:
    images = COLOUR.sample(200, seed=0)[0].images.astype(float)
    for channel in range(3):
        others = np.delete(images, channel, axis=3).mean(axis=3)
        assert np.abs(images[..., channel] - others).max() > 200
