"""VAEs in the styles that people write, each trained for a moment: calibration finds their conventions unaided."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch

from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.sample import load_sample, sample_pixels
from latent_explorer.model.foreign.calibrate import Calibration, calibrate
from latent_explorer.model.foreign.functions import function_halves
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.onnx_export import export_onnx
from tests.bench.calibration import section
from tests.wild.data import PICTURES_32, PICTURES_64, split_of
from tests.wild.others import Conditional, fit_conditional
from tests.wild.style import Style, halves_of
from tests.wild.styles import HARD, KERAS, STYLES, UNSEEN
from tests.wild.trial import Trial, trials

ENOUGH = {"sprites": 3000}  # images that a style needs to rebuild any; 1,000 do for others


def named(name: str) -> Style:
    return next(style for style in (*STYLES, *UNSEEN, *HARD) if style.name == name)


def trial_of(style: Style, seed: int = 0) -> Trial:
    """Trained on few images, and calibrated in this process."""
    training, others = split_of(style.images, ENOUGH.get(style.images.id, 1000))
    return Trial(style, seed, "Python", calibrate(halves_of(style.train(training, seed), style), others, style.images))


@pytest.mark.slow
@pytest.mark.parametrize("style", (*STYLES, named("grown"), named("stacked-colours")), ids=lambda style: style.name)
def test_calibration_is_right_unaided(style: Style) -> None:
    trial = trial_of(style)
    assert trial.misses == ()
    assert "layout" not in trial.found.unsure


@pytest.mark.slow
def test_a_collapsed_vae_is_said_to_rebuild_nothing() -> None:
    assert not trial_of(named("by-means")).found.rebuilds


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pressed", "loose", "exponential"])
def test_what_it_misses_of_one_that_is_hard_to_tell_it_was_unsure_of(name: str) -> None:
    trial = trial_of(named(name))
    assert not trial.found.rebuilds or set(trial.misses) <= set(trial.found.unsure)


@pytest.fixture(scope="module")
def conditional() -> Conditional:
    sample = load_sample()
    return fit_conditional(torch.from_numpy(sample.pixels()), torch.tensor(sample.known_labels), epochs=1).eval()


def test_a_conditional_vae_is_refused_in_python(conditional: Conditional) -> None:
    encode: Any = conditional.encode  # which takes two
    decode: Any = conditional.decode
    halves = replace(function_halves(encode, decode, tensors=True), input_shape=(784,))
    with pytest.raises(HalfError, match=r"encoder can't take images .*argument: 'y'"):
        calibrate(halves, sample_pixels()[:256], MNIST)


def test_a_conditional_vae_is_refused_by_the_exporter(conditional: Conditional, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="label"):
        export_onnx(conditional.encode, conditional.decode, (784,), 2, tmp_path)


@pytest.mark.slow
def test_a_vae_of_keras_exported_by_itself() -> None:
    if find_spec("keras") is None:
        pytest.skip("needs Keras, which is no package of the project: python -m tests.bench.calibration --keras PYTHON")
    assert [trial.misses for trial in trials((KERAS,), range(1), None)] == [()]


def test_images_are_never_of_those_trained_on() -> None:
    for images in (MNIST, PICTURES_32, PICTURES_64):
        training, others = split_of(images, 200)
        assert len(training) == 200 and len(others) == 256
        assert not {row.tobytes() for row in training} & {row.tobytes() for row in others}


def test_the_table_tells_each_miss() -> None:
    style = named("plain")
    halves = halves_of(style.fit(torch.from_numpy(sample_pixels()[:64])).eval(), style)
    found: Calibration = calibrate(halves, sample_pixels()[:64], MNIST)
    true = found.best
    right = Trial(replace(style, truth=true), 0, "Python", found)
    wrong = Trial(replace(style, truth=replace(true, inverted=not true.inverted)), 1, "ONNX", found)
    told = section([right, wrong])
    assert "Of 2 calibrations" in told and "right in all: 1." in told
    assert f"- plain (ONNX 1): it proposed inversion {true.inverted}, not {not true.inverted}, and" in told
    assert "| 1/2 |" in told and "Python 0" not in told
