"""The `import` command: from somebody's files to a folder that is served, once its user has confirmed."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from typer.testing import CliRunner, Result

import latent_explorer
from latent_explorer.app.cli.commands import app
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, ForeignConfig
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.measures.health import health
from latent_explorer.model.registry import Model, open_registry
from tests.helpers.homework import LATENT_DIM, Homework, homework, images
from tests.helpers.terminal import run

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands write into the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The homework as two graphs and as weights, and the images that it knows."""
    folder = tmp_path_factory.mktemp("given")
    vae = homework()
    latent_explorer.export_onnx(vae.encode, vae.decode, (1, 28, 28), LATENT_DIM, folder)
    save_file(vae.state_dict(), folder / "weights.safetensors")
    torch.save({"epoch": 3, "state_dict": {f"module.{k}": v for k, v in vae.state_dict().items()}}, folder / "last.pth")
    sample = mnist_sample().data
    np.savez(folder / "digits.npz", images=sample.images, labels=sample.known_labels)
    return folder


def imported(given: Path, *files: str, more: tuple[object, ...] = ("--yes",)) -> Result:
    return run("import", *(given / file for file in files), "--data", given / "digits.npz", "--name", "mine", *more)


def opened() -> Model:
    registry = open_registry([Path("runs")])
    assert not registry.failures
    return registry.models["mine"]


def second_output() -> str:
    config = opened().checkpoint.model
    assert isinstance(config, ForeignConfig)
    return config.conventions.second


def test_two_graphs_become_a_model_that_is_served(given: Path) -> None:
    result = imported(given, "encoder.onnx", "decoder.onnx")
    assert result.exit_code == 0, result.output
    for part in ("ends in a Sigmoid", "log σ², as an output of its own", "see mine-look.png", "saved in runs/mine"):
        assert part in result.output
    model = opened()
    assert model.checkpoint.model.kind == "vae" and model.checkpoint.parameters == sum(
        p.numel() for p in homework().parameters()
    )
    assert model.own_checkpoint is None and Path("mine-look.png").stat().st_size > 1000


def test_unless_it_is_confirmed_nothing_is_written(given: Path) -> None:
    given_up = CliRunner(env={"COLUMNS": "500"}).invoke(
        app,
        ["import", str(given), "--data", str(given / "digits.npz"), "--name", "mine"],
        input="n\n",
    )
    assert given_up.exit_code == 1 and "Is this right?" in given_up.output
    assert "nothing was written; name what you know by --set" in given_up.output and not Path("runs").exists()


@pytest.mark.parametrize("file", ["weights.safetensors", "last.pth"])
def test_weights_of_a_known_architecture_are_recognised(file: str, given: Path) -> None:
    result = imported(given, file)
    assert result.exit_code == 0, result.output
    assert "these are weights of" in result.output and second_output() == "log_variance"
    assert {path.name for path in Path("runs/mine").iterdir()} == {
        "config.json", "weights.safetensors", "codes.safetensors",
    }  # fmt: skip


def test_what_is_named_or_was_confirmed_before_is_taken(given: Path) -> None:
    assert imported(given, "encoder.onnx", "decoder.onnx", more=("--set", "second=log_sd", "--yes")).exit_code == 0
    assert second_output() == "log_sd"
    more = ("--manifest", "runs/mine/config.json", "--yes", "--replace")
    again = imported(given, "encoder.onnx", "decoder.onnx", more=more)
    assert again.exit_code == 0 and second_output() == "log_sd"


def test_a_declared_likelihood_gives_an_elbo(given: Path) -> None:
    more = ("--yes", "--likelihood", "bernoulli", "--beta", "1")
    assert imported(given, "encoder.onnx", "decoder.onnx", more=more).exit_code == 0
    model = opened()
    few = mnist_sample().pixels[:20]
    terms = model.codec.terms(few, model.codec.encode(few))
    assert terms.negative_elbo is not None and np.isfinite(terms.negative_elbo).all()


def test_what_is_true_of_the_file_is_true_of_what_is_kept_of_it(given: Path) -> None:
    """Whoever says that the decoder gives pixels in 0..1 is right, though its Sigmoid is left out here."""
    assert imported(given, "encoder.onnx", "decoder.onnx", more=("--set", "output=unit", "--yes")).exit_code == 0
    config = opened().checkpoint.model
    assert isinstance(config, ForeignConfig) and config.conventions.output == "logits"


def test_no_model_is_lost(given: Path, tiny_folder: Path) -> None:
    shutil.copytree(tiny_folder, Path("runs/mine"))
    refused = imported(given, "encoder.onnx", "decoder.onnx", more=("--yes", "--replace"))
    assert refused.exit_code == 1 and "holds a model that was trained here" in refused.output
    shutil.rmtree("runs")
    assert imported(given, "encoder.onnx", "decoder.onnx").exit_code == 0
    again = imported(given, "encoder.onnx", "decoder.onnx")
    assert again.exit_code == 1 and "give another --name, or --replace it" in again.output
    assert imported(given, "encoder.onnx", "decoder.onnx", more=("--yes", "--replace")).exit_code == 0


def test_images_of_another_model_are_not_written_over(given: Path) -> None:
    assert imported(given, "encoder.onnx", "decoder.onnx").exit_code == 0
    Path("other").mkdir()
    np.savez("other/digits.npz", **{k: v[::-1] for k, v in np.load(given / "digits.npz").items()})
    files = given / "encoder.onnx", given / "decoder.onnx"
    refused = run("import", *files, "--data", "other/digits.npz", "--name", "another", "--yes")
    assert refused.exit_code == 1 and "holds other images of that name" in refused.output
    assert not Path("runs/another").exists()


def test_what_rebuilds_nothing_is_not_taken_unasked(given: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 28, 28)).astype(np.uint8)
    np.savez("noise.npz", images=noise)
    files = given / "encoder.onnx", given / "decoder.onnx"
    refused = run("import", *files, "--data", "noise.npz", "--name", "mine", "--yes")
    assert refused.exit_code == 1 and "so --yes takes none" in refused.output and not Path("runs").exists()


def test_it_is_measured_and_has_a_card(given: Path, quick: None) -> None:
    assert imported(given, "encoder.onnx", "decoder.onnx").exit_code == 0
    measured = run("evaluate", "--model", "runs/mine", "--data", given / "digits.npz", "--iwae-k", 2)
    assert measured.exit_code == 0, measured.output
    metrics = json.loads(Path("runs/mine/metrics.json").read_text("utf-8"))
    assert metrics["test"]["negative_elbo"] is None and metrics["test"]["iwae_nll"] is None
    assert metrics["test"]["kl"] > 1 and metrics["nearness"]["stretch"]["log10_volume"]["median"]["value"]
    card = run("cards", "--models", "runs")
    assert card.exit_code == 0, card.output
    for part in (
        "VAE of 4 latent dimensions that was built elsewhere (onnx), no declared likelihood",
        "log σ²",
        "logits",
    ):
        assert part in card.output


@pytest.mark.parametrize(
    ("files", "more", "said"),
    [
        (("nowhere.onnx", "decoder.onnx"), (), "there is no file nowhere.onnx"),
        (("encoder.onnx", "decoder.onnx", "last.pth"), (), "weights are one file"),
        (("encoder.onnx", "decoder.onnx"), ("--set", "second"), "--set takes a field and its value"),
        (("encoder.onnx", "decoder.onnx"), ("--set", "sigma=1"), "no convention 'sigma'"),
        (("encoder.onnx", "decoder.onnx"), ("--set", "mean=a"), "mean and sd must be finite numbers"),
        (("encoder.onnx", "decoder.onnx"), ("--set", "outputs=1"), "outputs must be two places"),
        (("encoder.onnx", "decoder.onnx"), ("--set", "output=symmetric"), "the decoder ends in a Sigmoid"),
        (("encoder.onnx", "decoder.onnx"), ("--likelihood", "gaussian"), "needs observation_sd"),
        (("encoder.onnx", "decoder.onnx"), ("--name", "my vae"), "--name 'my vae' can't be a link"),
        (("digits.npz",), (), "digits.npz"),
    ],
)
def test_what_can_not_be_imported_is_said_and_nothing_is_written(
    files: tuple[str, ...], more: tuple[object, ...], said: str, given: Path
) -> None:
    result = imported(given, *files, more=("--yes", *more))
    assert result.exit_code in (1, 2) and said in result.output and "Traceback" not in result.output
    assert not Path("runs").exists()


def test_through_python_graphs_and_weights_it_is_the_same_model(given: Path, quick: None) -> None:
    """Within a grey level, and with the same report."""
    vae = homework()
    codecs = {}
    with latent_explorer.explore(vae.encode, vae.decode, images(), name="mine") as found:
        codecs["Python"] = found.codec
    for way, files in {"ONNX": ("encoder.onnx", "decoder.onnx"), "safetensors": ("weights.safetensors",)}.items():
        assert imported(given, *files, more=("--yes", "--replace")).exit_code == 0
        codecs[way] = opened().codec
    z = np.random.default_rng(0).normal(size=(200, LATENT_DIM)).astype(np.float32)
    shown = {way: codec.decode_bytes(z).astype(int) for way, codec in codecs.items()}
    reports = {way: figures(codec) for way, codec in codecs.items()}
    for way in ("ONNX", "safetensors"):
        assert np.abs(shown[way] - shown["Python"]).max() <= 1
        assert reports[way].keys() == reports["Python"].keys()
        for name, value in reports["Python"].items():
            same = value if value is None or isinstance(value, str) else pytest.approx(value, rel=2e-3, abs=1e-4)
            assert reports[way][name] == same, (way, name)


def figures(codec: Codec) -> dict[str, float | str | None]:
    """A report's figures and verdicts, by their places."""
    found = health(codec, None, mnist_sample().data.take(np.arange(200)), [mnist_sample()], lambda *_: None)
    flat: dict[str, float | str | None] = {}

    def walk(value: object, place: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, f"{place}.{name}")
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                walk(inner, f"{place}.{number}")
        elif value is None or isinstance(value, float | int | str):
            flat[place] = value

    for name, section in found.sections.items():
        walk(json.loads(json.dumps(section.figures)), name)
        walk(asdict(section.verdict)["level"], f"{name}.verdict")
    return flat


def test_the_homework_is_what_people_write() -> None:
    assert set(Homework().state_dict()) == {f"fc{n}.{part}" for n in (1, 21, 22, 3, 4) for part in ("weight", "bias")}
    assert MNIST.values == 784
