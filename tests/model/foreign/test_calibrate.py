"""Conventions are found by trying: shipped models, each behind another front."""

from dataclasses import fields, replace

import numpy as np
import pytest

from latent_explorer.model.config import MNIST, ConfigError, Conventions
from latent_explorer.model.foreign.calibrate import calibrate, checked
from latent_explorer.model.foreign.calibration_text import sentences
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.registry import ZOO, Model, open_model
from tests.helpers.foreign import halves_in

USUAL = Conventions((1, 28, 28))
FRONTS = [
    USUAL,
    replace(USUAL, shape=(784,), output="logits", second="log_sd", layout="halves", outputs=(0, 0)),
    replace(USUAL, input="symmetric", output="symmetric", second="sd", layout="interleaved", outputs=(0, 0)),
    replace(USUAL, shape=(28, 28), inverted=True, second="variance", outputs=(1, 0)),
    replace(USUAL, shape=(28, 28, 1), transposed=True, input="symmetric", second="log_sd"),
    replace(USUAL, inverted=True, input="standardised", mean=(0.867,), sd=(0.311,)),  # as the encoder sees them
]


@pytest.fixture(scope="module")
def deep() -> Model:
    return open_model(ZOO / "vae-16d")


@pytest.mark.parametrize(
    "front", FRONTS, ids=lambda front: f"{front.input}-{front.output}-{front.second}-{front.layout}"
)
def test_each_front_is_seen_through(front: Conventions, deep: Model) -> None:
    found = calibrate(halves_in(deep, front), deep.image_set.sample.pixels[:256], MNIST)
    differing = {one.name for one in fields(front) if getattr(front, one.name) != getattr(found.best, one.name)}
    assert differing <= {"mean", "sd"} and found.rebuilds and not found.unsure


@pytest.mark.parametrize("name", ["vae-2d", "colour-sprites-vae-6d"])
def test_two_dimensions_and_colours_are_enough(name: str) -> None:
    model = open_model(ZOO / name)
    images = model.codec.images
    front = Conventions((images.channels, images.side, images.side), second="log_sd")
    found = calibrate(halves_in(model, front), model.image_set.sample.pixels[:256], images)
    assert (found.best.second, found.best.input, found.best.output) == ("log_sd", "unit", "unit")
    assert found.seconds[0].slope == pytest.approx(1, abs=0.3)


def test_an_autoencoder_has_nothing_beside_mu() -> None:
    model = open_model(ZOO / "ae-2d")
    found = calibrate(halves_in(model, USUAL), model.image_set.sample.pixels[:256], MNIST)
    assert found.best.second == "none" and not found.seconds
    assert "nothing: an autoencoder" in sentences(found, found.best)[2]


def test_what_is_known_is_not_tried(deep: Model) -> None:
    images = deep.image_set.sample.pixels[:256]
    found = calibrate(halves_in(deep, USUAL), images, MNIST, fixed={"second": "log_sd", "input": "unit"})
    assert {trial.conventions.second for trial in found.seconds} == {"log_sd"}
    assert {trial.conventions.input for trial in found.pixels} == {"unit"}
    with pytest.raises(HalfError, match="layout=halves; leave one of these out"):
        calibrate(halves_in(deep, USUAL), images, MNIST, fixed={"layout": "halves"})
    with pytest.raises(HalfError, match="holds numbers below 0, which neither σ nor σ² can be"):
        calibrate(halves_in(deep, USUAL), images, MNIST, fixed={"second": "sd"})


def test_images_that_it_never_saw_are_not_rebuilt_and_that_is_said(deep: Model) -> None:
    noise = np.random.default_rng(0).random((256, 784), np.float32)
    found = calibrate(halves_in(deep, USUAL), noise, MNIST)
    assert not found.rebuilds
    assert "are they of the kind that it was trained on?" in sentences(found, found.best)[-1]


def test_halves_that_do_not_fit_are_named(deep: Model) -> None:
    whole, other = halves_in(deep, USUAL), halves_in(open_model(ZOO / "vae-2d"), USUAL)
    images = deep.image_set.sample.pixels[:16]
    with pytest.raises(HalfError, match="gives 16 and 16 numbers, and the decoder takes 2; are they of one model"):
        calibrate(Halves(whole.encode, other.decode, 2, (1, 28, 28)), images, MNIST)
    with pytest.raises(HalfError, match="takes images of 3×64×64 numbers, and those of mnist have 28×28×1"):
        calibrate(replace(whole, input_shape=(3, 64, 64)), images, MNIST)


def test_swapped_files_are_told(deep: Model) -> None:
    halves = replace(halves_in(deep, USUAL), input_shape=(16,))
    with pytest.raises(HalfError, match="takes 16 numbers, as a decoder does: are the two files swapped"):
        calibrate(halves, deep.image_set.sample.pixels[:16], MNIST)


def test_an_unknown_convention_is_named() -> None:
    assert checked({"mean": [0.5], "second": "sd"}) == {"mean": (0.5,), "second": "sd"}
    with pytest.raises(ConfigError, match="no convention 'sigma'; there are shape, input"):
        checked({"sigma": "sd"})
    with pytest.raises(ConfigError, match=r"second must be one of .*'log_variance'.* not 'logvar'"):
        checked({"second": "logvar"})
