"""The page's engine, run by Node on every shipped model, beside the codec: the same images, labels and figures."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from latent_explorer.app.routes.live_frames import COMPARED, EVENLY, IMAGES, WALKED, compared_bytes
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.explore.comparison import Comparison, compare
from latent_explorer.model.explore.walk import walk
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load
from tests.helpers.shipped import MODELS

pytestmark = pytest.mark.slow

NODE = Path(sys.executable).with_name("node")
SCRIPT = Path(__file__).parents[1] / "js" / "engine" / "answer.js"
SHARE = 1e-4  # of bytes that may be off, by one grey level


def in_page(model: str, kind: int, z: Array) -> bytes:
    command = [str(part) for part in (NODE, SCRIPT, ZOO / model, kind)]
    return subprocess.run(command, input=z.tobytes(), stdout=subprocess.PIPE, check=True).stdout


@cache
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


def codec_of(model: str) -> Codec:
    return Codec(load(ZOO / model))


def some_codes(codec: Codec, n: int) -> Array:
    return np.random.default_rng(0).standard_normal((n, codec.latent_dim)).astype(np.float32)


def parsed(answer: bytes, n: int, dims: int) -> tuple[Array, Array, Array, float]:
    """Pixels (n, 784), figures (n, 6), codes (n, d) and the curve's length."""
    pixels = np.frombuffer(answer, np.uint8, n * 784).reshape(n, 784)
    numbers = np.frombuffer(answer, "<f4", offset=n * 784)
    figures, z, length = np.split(numbers, [6 * n, (6 + dims) * n])
    return pixels.astype(np.float32), figures.reshape(n, 6), z.reshape(n, dims), float(length[0])


def assert_alike(answer: bytes, wanted: Comparison) -> None:
    n, dims = wanted.z.shape
    assert wanted.confidence is not None
    assert len(answer) == len(compared_bytes(wanted))
    pixels, figures, z, length = parsed(answer, n, dims)
    assert np.abs(pixels - wanted.images.reshape(n, 784)).max() <= 1
    assert (figures[:, 0] == wanted.label).all()
    assert np.abs(figures[:, 1] - wanted.confidence).max() < 1e-5
    # One pixel in 784 more or less may be just above the difference that counts as visible.
    assert np.abs(figures[:, 3] - wanted.changed).max() <= 1.01 / 784
    for column in (2, 4, 5):
        assert np.allclose(figures[:, column], wanted.figures[:, column], rtol=1e-4, atol=1e-4)
    assert np.abs(z - wanted.z).max() < 1e-5
    assert length == pytest.approx(wanted.length, rel=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_images_are_those_of_the_codec(model: str) -> None:
    codec = codec_of(model)
    z = some_codes(codec, 1000)
    found = np.frombuffer(in_page(model, IMAGES, z), np.uint8).astype(int)
    off = np.abs(found - codec.decode_bytes(z).ravel())
    assert off.max() <= 1 and (off > 0).mean() < SHARE


@pytest.mark.parametrize("model", ["ae-2d", "vae-2d-gaussian", "vae-16d"])
def test_comparisons_and_walks_are_those_of_the_codec(model: str) -> None:
    codec = codec_of(model)
    z = some_codes(codec, 17)
    assert_alike(in_page(model, COMPARED, z), compare(codec, judge(), z))
    path = np.linspace(z[0], z[1], 33, dtype=np.float32)
    assert_alike(in_page(model, WALKED, path), walk(codec, judge(), path, even=False))
    assert_alike(in_page(model, EVENLY, path), walk(codec, judge(), path, even=True))


def test_the_judge_reads_the_sample_as_the_codec_does() -> None:
    codec = codec_of("vae-2d")
    z = codec.encode(sample_pixels())[0]
    answer = in_page("vae-2d", COMPARED, z)
    _, figures, _, _ = parsed(answer, len(z), 2)
    wanted = compare(codec, judge(), z)
    assert (figures[:, 0] == wanted.label).all()
    assert wanted.confidence is not None
    assert np.abs(figures[:, 1] - wanted.confidence).max() < 1e-5
