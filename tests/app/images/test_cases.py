"""Small pictures that were once misread or refused: each is read as the digit in its name, and called ordinary."""

from pathlib import Path

import pytest

from latent_explorer.app.images.reading import normalise
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.checkpoint import load
from tests.bench.nondigits import ranks_of, said

CASES = {
    "a4-scan-300dpi-digit-5-of-4mm.tif": 5,
    "ballpoint-2-on-squared-paper.jpg": 2,
    "digit-1-in-a-form-box.png": 1,
    "pixelated-8-of-8x8-enlarged-20x.png": 8,
    "red-5-on-green-of-the-same-brightness.png": 5,
    "sudoku-cell-4.png": 4,
    "thick-marker-3-uneven-light.jpg": 3,
}


@pytest.fixture(scope="module")
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


@pytest.fixture(scope="module")
def vae() -> Model:
    return open_model(ZOO / "vae-2d")


@pytest.mark.parametrize("name", CASES)
def test_a_picture_that_was_misread_is_read(name: str, judge: JudgeCodec, vae: Model) -> None:
    pixels = normalise((Path(__file__).parent / "cases" / name).read_bytes()).pixels.reshape(1, -1)
    assert judge.probabilities(pixels)[0].argmax() == CASES[name]
    assert "unlike_digits" not in said(ranks_of(vae, pixels), judge, pixels)[0]
