"""`latent_explorer.explore()`: a model of this process on a page of this machine."""

import json
import subprocess
import sys
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import latent_explorer
from latent_explorer.app.in_process.explore import Explored
from latent_explorer.model.config import ConfigError
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.foreign.halves import HalfError
from tests.helpers.homework import LATENT_DIM, homework, images

LABELS = mnist_sample().data.known_labels


@pytest.fixture(scope="module")
def explored() -> Iterator[Explored]:
    vae = homework()
    with latent_explorer.explore(vae.encode, vae.decode, images(), LABELS, name="homework") as found:
        yield found


def asked(found: Explored, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(found.url + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_the_page_has_this_model_alone(explored: Explored) -> None:
    (model,) = asked(explored, "api/models")
    assert (model["id"], model["kind"], model["latent_dim"]) == ("homework", "vae", LATENT_DIM)
    assert model["likelihood"] is None and model["beta"] is None and not model["weights"]
    assert model["images"]["classes"] == list("0123456789")
    with urllib.request.urlopen(explored.url) as page:
        assert "frame-ancestors *" in page.headers["Content-Security-Policy"]


def test_what_it_shows_is_what_the_functions_compute(explored: Explored) -> None:
    vae, x = homework(), images()[:1]
    with torch.no_grad():
        mu, log_var = vae.encode(x)
        pixels = vae.decode(mu)
    found = asked(explored, "api/models/homework/encode", {"pixels": x[0, 0].tolist()})
    np.testing.assert_allclose(found["mu"], mu[0], atol=1e-5)
    np.testing.assert_allclose(found["sigma"], (log_var[0] / 2).exp(), rtol=1e-5)
    decoded = asked(explored, "api/models/homework/decode", {"z": mu.tolist()})["images"]
    np.testing.assert_allclose(np.ravel(decoded), pixels[0], atol=1 / 255)


def test_without_a_likelihood_nothing_is_in_nats_but_the_divergence(explored: Explored) -> None:
    found = asked(explored, "api/models/homework/encode", {"pixels": images()[0, 0].tolist()})
    terms = found["terms"]
    assert terms["kl"] > 0
    assert all(terms[name] is None for name in ("reconstruction", "negative_elbo", "per_pixel"))
    assert 0 < found["typicality"]["relative_error"] < 1


def test_with_a_likelihood_there_is_an_elbo() -> None:
    vae = homework()
    with latent_explorer.explore(vae.encode, vae.decode, images(), likelihood="bernoulli") as found:
        x = images()[:20].flatten(1).numpy()
        terms = found.codec.terms(x, found.codec.encode(x))
    assert terms.negative_elbo is not None and 60 < terms.negative_elbo.mean() < 220


def test_a_list_of_tensors_and_bytes_are_taken_as_people_have_them() -> None:
    vae = homework()
    with latent_explorer.explore(vae.encode, vae.decode, list(images()[:60])) as found:
        assert found.calibration.rebuilds and repr(found) == str(found)
    levels = (255 * images()).to(torch.uint8)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with latent_explorer.explore(lambda x: vae.encode(x.float()), vae.decode, levels):
            pass
    assert any("if the model was trained on 0..1, give images / 255" in str(one.message) for one in said)
    with latent_explorer.explore(lambda x: vae.encode(x.float() / 255), vae.decode, levels) as found:
        assert found.calibration.rebuilds and "the encoder takes pixels 0..255" in found.told


@pytest.mark.slow
def test_its_health_is_examined_without_a_file_of_it(explored: Explored, tmp_path: Path, quick: None) -> None:
    page = explored.report(tmp_path)
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["model"]["id"] == "homework" and "σ" in page.read_text("utf-8")


def test_a_cell_shows_a_frame_and_what_was_found(explored: Explored) -> None:
    cell = explored._repr_html_()
    assert f'<iframe src="{explored.url}"' in cell and "log σ²" in cell
    assert str(explored).startswith(f"Latent Explorer: {explored.url}\n")


def test_arrays_go_to_functions_as_arrays_in_their_own_range() -> None:
    vae, x = homework(), (2 * images() - 1).numpy()

    def encode(given: Any) -> Any:
        assert isinstance(given, np.ndarray) and given.min() >= -1 and given.shape[1:] == (1, 28, 28)
        return tuple(part.detach().numpy() for part in vae.encode(torch.from_numpy((given + 1) / 2)))

    def decode(z: Any) -> Any:
        return 2 * vae.decode(torch.from_numpy(z)).detach().numpy() - 1

    with latent_explorer.explore(encode, decode, x) as found:
        assert found.calibration.best.output in ("symmetric", "standardised")
        assert found.calibration.pixels[0].explained > 0.3


def test_what_is_named_is_not_guessed() -> None:
    vae = homework()
    with latent_explorer.explore(vae.encode, vae.decode, images(), conventions={"second": "log_sd"}) as found:
        assert found.calibration.best.second == "log_sd"


def test_a_model_of_other_images_warns(recwarn: pytest.WarningsRecorder) -> None:
    vae, noise = homework(), torch.rand(40, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with latent_explorer.explore(vae.encode, vae.decode, noise):
            pass
    assert any("are they of the kind that it was trained on?" in str(one.message) for one in said)


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"name": "my vae"}, ConfigError, "name 'my vae' can't be a link"),
        ({"conventions": {"sigma": 1}}, ConfigError, "no convention 'sigma'"),
        ({"images": images()[:, :, :20]}, DataError, "not square"),
        ({"decode": lambda z: z}, HalfError, "the decoder gives 4 numbers for a code"),
        ({"decode": lambda z: homework().decode(z) * torch.nan}, HalfError, "not finite"),
    ],
)
def test_what_can_not_be_shown_is_said(changed: dict[str, Any], error: type[Exception], said: str) -> None:
    vae = homework()
    given: dict[str, Any] = {"encode": vae.encode, "decode": vae.decode, "images": images()} | changed
    with pytest.raises(error, match=said):
        latent_explorer.explore(**given)


def test_closed_it_serves_no_more_and_the_process_keeps_its_logging() -> None:
    vae = homework()
    found = latent_explorer.explore(vae.encode, vae.decode, images()[:50])
    assert found.server.serves
    found.close()
    found.close()
    assert not found.server.serves


@pytest.mark.process
def test_a_script_serves_until_it_is_interrupted() -> None:
    script = (
        "import latent_explorer; from tests.helpers.homework import homework, images; vae = homework();"
        "latent_explorer.explore(vae.encode, vae.decode, images()).wait()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        with urllib.request.urlopen(line.removeprefix("Latent Explorer: ").strip()) as page:
            assert page.status == 200
        process.send_signal(2)
        assert process.wait(30) == 0
