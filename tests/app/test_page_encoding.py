"""What the page's engine says of digits, run by Node, beside what the server says of the same."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from latent_explorer.app.images.strokes import normalise_strokes
from latent_explorer.app.inference.encoding import Judged, image_facts, loss_percentile, model_facts, oddities
from latent_explorer.app.schemas import StandingOut
from latent_explorer.app.schemas.digits import PercentilesOut
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.datasets.sample import load_sample, sample_pixels
from latent_explorer.model.explore.neighbour_similarity import neighbour_similarity
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.build import build
from latent_explorer.model.networks.search import spiral
from latent_explorer.model.registry import ZOO, LoadedSet, Model, open_model
from latent_explorer.model.statistics.percentiles import percentile
from latent_explorer.model.store.checkpoint import load, save
from tests.helpers.page_engine import answers

pytestmark = pytest.mark.slow
MODELS = ["ae-2d", "ae-16d", "vae-2d", "vae-2d-gaussian", "vae-16d"]
SHARE = 0.99  # of digits whose code is within 1 % of its σ
CLOSE = 0.01
DIGITS = [image.reshape(-1).tolist() for image in load_sample().images]
FEW = 200  # `python -m tests.bench.parity` takes all of the sample, and names those that are apart


@cache
def model_of(name: str) -> Model:
    return open_model(ZOO / name)


@cache
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


def asked(digits: list[list[int]], name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, {"digit": digit}) for digit in digits]


@pytest.mark.parametrize("name", MODELS)
def test_codes_of_the_sample_are_the_servers(name: str) -> None:
    model = model_of(name)
    found = answers(name, *asked(DIGITS[:FEW], "digit"))
    mu = np.array([one["mu"] for one in found])
    sigma = model.sd if model.sigma is None else model.sigma[:FEW]
    near = (np.abs(mu - model.mu[:FEW]) / sigma).max(axis=1) < CLOSE
    assert near.mean() >= SHARE
    if model.sigma is not None:
        apart = np.abs(np.array([one["sigma"] for one in found]) / model.sigma[:FEW] - 1).max(axis=1)
        assert (apart < CLOSE).mean() >= SHARE


@pytest.mark.parametrize("name", ["ae-2d", "vae-2d", "vae-2d-gaussian"])
def test_a_search_starts_where_the_servers_does(name: str, tmp_path: Path) -> None:
    shipped = load(ZOO / name)
    assert isinstance(shipped.network, Autoencoder)
    config, images = replace(shipped.model, starts=256), sample_pixels()[:40]
    network, codes = build(config), shipped.network.encode(torch.from_numpy(images))[0]
    network.load_state_dict(shipped.network.state_dict() | {"starts": spiral(codes, 256)})
    codec = Codec(save(tmp_path / name, network, config, TrainConfig()))
    mu, sigma = codec.encode(images)
    found = np.array(answers(tmp_path / name, *asked(DIGITS[:40], "code")))
    apart = np.abs(found - mu) / (mu.std(axis=0) if sigma is None else sigma)
    assert (apart.max(axis=1) < CLOSE).mean() >= 0.95
    guessed = Codec(replace(shipped, model=replace(shipped.model, starts=0))).encode(images)[0]
    assert (np.abs(mu - guessed).max(axis=1) > 0.1).mean() >= 0.05  # there is something to find


def assert_alike(found: dict[str, Any], wanted: Any) -> None:
    terms, expected = found["terms"], wanted.terms
    assert terms["draws"] == expected.draws
    for term in ("reconstruction", "kl", "negative_elbo"):
        if getattr(expected, term) is None:
            assert terms[term] is None
        else:
            assert terms[term] == pytest.approx(getattr(expected, term), abs=0.02)
    assert np.abs(np.array(terms["per_pixel"]) - np.array(expected.per_pixel)).max() < 2e-3
    assert np.abs(np.array(found["reconstruction"]) - np.array(wanted.reconstruction)).max() < 2e-3
    assert found["relative_error"] == pytest.approx(wanted.relative_error, rel=1e-3)
    ours, theirs = StandingOut(**found["standing"]), wanted.standing
    assert ours.images == theirs.images
    for figure, rank in theirs.percentile:
        assert getattr(ours.percentile, figure) == pytest.approx(rank, abs=0.1)
    if wanted.kl_per_dim is None:
        assert found["kl_per_dim"] is None
    else:
        assert np.allclose(found["kl_per_dim"], wanted.kl_per_dim, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_what_a_digit_becomes_is_what_the_server_says(name: str) -> None:
    images = sample_pixels()[:5]
    found = answers(name, *asked(DIGITS[:5], "digit"))
    for one, wanted in zip(found, model_facts(model_of(name), images), strict=True):
        assert_alike(one, wanted)


def _drawn() -> Array:
    """Twelve images: of the sample, turned, mirrored, cut in two, noise, and all but blank."""
    digits = sample_pixels().reshape(-1, 28, 28)
    rng = np.random.default_rng(0)
    noise = np.round(rng.random((2, 28, 28)) * 255) / 255
    half = digits[8].copy()
    half[14:] = 0
    dot = np.zeros((28, 28))
    dot[14, 14] = 1
    turned = [np.rot90(digits[i], i) for i in (3, 4, 5, 6)]
    return np.array([*digits[:3], *turned, digits[7][:, ::-1], half, *noise, dot], np.float32).reshape(12, 784)


def test_what_is_said_of_an_image_is_what_the_server_says() -> None:
    images = _drawn()
    bytes_of = np.rint(images * 255).astype(int).tolist()
    lesson = [("learn", {"digits": DIGITS})]
    found = answers("vae-2d", *lesson, *asked(bytes_of, "image"))[1:]
    wanted = image_facts(LoadedSet(judge().sample, judge()), images)
    assert any(one.upright for one in wanted) and not all(one.upright for one in wanted)
    for image, one, facts in zip(images, found, wanted, strict=True):
        assert facts.judged is not None
        assert one["input"] == pytest.approx(image.reshape(28, 28).round(4), abs=1e-4)
        assert np.allclose(one["judge"]["probabilities"], facts.judged.probabilities, atol=1e-5)
        assert one["judge"]["label"] == facts.judged.probabilities.argmax()
        assert one["feature_distance"] == pytest.approx(facts.judged.distance, rel=1e-3)
        assert one["feature_percentile"] == pytest.approx(facts.judged.percentile, abs=0.1)
        assert one["nearest"] == facts.nearest
        assert one["upright"] == (facts.upright and facts.upright._asdict())


@pytest.mark.parametrize("name", ["ae-2d", "vae-16d"])
def test_how_close_neighbours_must_be_is_what_the_server_says(name: str) -> None:
    model = model_of(name)
    places = model.mu[:4]
    told = np.round(model.sd.astype(np.float64), 5).tolist()  # as the API does
    found = answers(name, *[("similarity", {"z": z.tolist()}) for z in places], sd=told)
    for one, z in zip(found, places, strict=True):
        wanted = neighbour_similarity(model.codec, judge(), z, model.sd)
        assert one["steps"] == wanted.steps.tolist()
        assert one["kept"] == wanted.kept.tolist()
        assert np.allclose(one["change"], wanted.change, rtol=1e-3, atol=1e-7)
        assert one["alike"] == (None if wanted.alike is None else pytest.approx(wanted.alike, rel=1e-3))


SHAPES = {
    "one stage, few channels": ModelConfig("vae", encoder_channels=(8,), encoder_width=40, refinements=2),
    "one channel, then eight": ModelConfig("ae", encoder_channels=(1, 8), decoder_width=40, refinements=2),
    "no waves and no blocks": ModelConfig("vae", fourier_features=0, decoder_blocks=0, refinements=3),
    "many axes": ModelConfig("vae", latent_dim=70, decoder_width=20, fourier_features=5, refinements=1),
    "four stages, squared error": ModelConfig(
        "vae", likelihood="gaussian", observation_sd=0.3, beta=0.5, encoder_channels=(8, 16, 24, 40), refinements=2
    ),
    "not refined": ModelConfig("ae", latent_dim=3, refinements=0),
    "dense": ModelConfig(
        "vae", encoder_channels=(), encoder_width=128, fourier_features=32, decoder_width=128, decoder_blocks=1
    ),
    "dense and refined": ModelConfig("ae", encoder_channels=(), encoder_width=20, refinements=2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_networks_of_any_shape_give_what_pytorch_gives(shape: str, tmp_path: Path) -> None:
    config = SHAPES[shape]
    torch.manual_seed(1)
    codec = Codec(save(tmp_path, build(config), config, TrainConfig()))
    strokes = [[0.3, 0.2, -2.5], [0.6, 0.2, 2.5], [0.4, 0.8, 2.5]]
    z = np.random.default_rng(0).standard_normal((3, config.latent_dim)).astype(np.float32)
    drawn, images = answers(
        tmp_path,
        ("codes", {"kind": 4, "codes": strokes}),
        ("codes", {"kind": 0, "codes": z.tolist()}),
    )
    assert np.abs(np.array(images) - codec.decode_bytes(z).ravel()).max() <= 1
    image = normalise_strokes(np.array(strokes, np.float32)).pixels.reshape(1, -1)
    mu, sigma = codec.encode(image)
    numbers = np.frombuffer(bytes(drawn[784 + 40 :]), "<f4")
    wanted = np.concatenate([mu[0], *([] if sigma is None else [sigma[0]])])
    assert np.allclose(numbers, wanted, rtol=1e-3, atol=1e-4 * np.abs(wanted).max())


@pytest.mark.parametrize("name", ["ae-2d", "vae-2d"])
def test_a_drawing_becomes_what_the_server_makes_of_it(name: str) -> None:
    strokes = [[0.3, 0.2, -2.5], [0.6, 0.2, 2.5], [0.4, 0.8, 2.5], [0.35, 0.5, -2], [0.6, 0.5, 2]]
    (answer,) = answers(name, ("codes", {"kind": 4, "codes": strokes}))
    image = normalise_strokes(np.array(strokes, np.float32)).pixels.reshape(1, -1)
    model = model_of(name)
    assert answer[:784] == np.rint(image[0] * 255).tolist()
    numbers = np.frombuffer(bytes(answer[784:]), "<f4")
    mu, sigma = model.codec.encode(image)
    wanted = [judge().probabilities(image)[0], mu[0]] + ([] if sigma is None else [sigma[0]])
    assert np.allclose(numbers, np.concatenate(wanted), rtol=1e-3, atol=1e-4)


def test_what_is_odd_is_what_the_server_says() -> None:
    sure, unlikely, equal = ([0.9] + [0.1 / 9] * 9, [0.45, 0.2] + [0.35 / 8] * 8, [0.55, 0.4] + [0.05 / 8] * 8)
    cases = [
        (error, farther, probabilities)
        for error in (50.0, 99.49, 99.5, 100.0)
        for farther in (50.0, 98.99, 99.0)
        for probabilities in (sure, unlikely, equal, [0.51, 0.31] + [0.18 / 8] * 8, [0.5, 0.29] + [0.21 / 8] * 8, None)
    ]
    asked = [
        (
            "warnings",
            {
                "image": {"judge": of and {"probabilities": of}, "feature_percentile": farther if of else None},
                "percentile": {"relative_error": error},
            },
        )
        for error, farther, of in cases
    ]
    wanted = [oddities(error, Judged(np.array(of), 1.0, farther) if of else None) for error, farther, of in cases]
    assert answers("vae-2d", *asked) == wanted
    assert {tuple(one) for one in wanted} == {(), ("unlike_digits",), ("unsure",)}


def test_an_odd_loss_where_nobody_reads_is_what_the_server_says() -> None:
    known: list[dict[str, Any]] = [
        {"reconstruction": 99.5, "negative_elbo": 50.0},
        {"reconstruction": 50.0, "negative_elbo": 99.5},
    ]
    every: list[dict[str, Any]] = [
        *known,
        {"reconstruction": 99.5, "negative_elbo": None},
        {"reconstruction": None, "negative_elbo": None},
    ]
    ranks = [{"relative_error": 7.9, "kl": None, **one} for one in every]
    nobody = {"judge": None, "feature_percentile": None}
    wanted = [oddities(7.9, None, loss_percentile(PercentilesOut(**one))) for one in ranks]
    assert answers("vae-2d", *[("warnings", {"image": nobody, "percentile": one}) for one in ranks]) == wanted
    assert wanted == [[], ["unlike_digits"], ["unlike_digits"], []]


def test_percentiles_are_the_servers_also_of_values_that_repeat() -> None:
    marks = [0.0, 1.0, 1.0, 1.0, 2.0, 5.0, 5.0]
    values = [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 6.0]
    asked = [("percentile", {"quantiles": marks, "value": value}) for value in values]
    assert answers("vae-2d", *asked) == pytest.approx([percentile(value, marks) for value in values])
