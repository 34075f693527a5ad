"""The exporter that people run in their own notebook: what it writes, and what it refuses with a sentence."""

import copy
import importlib.util
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from torch import Tensor, nn

from latent_explorer import onnx_export
from latent_explorer.model.foreign.onnx.graph import read_graph_file
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from latent_explorer.onnx_export import export_onnx
from tests.helpers.paths import ROOT

D, SHAPE = 3, (1, 8, 8)
Outputs = Callable[[Tensor, Tensor], Any]


class Vae(nn.Module):
    """A VAE whose halves behave otherwise while they train."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(1, 4, 4, 2, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5), nn.Flatten())
        self.mu, self.log_var = nn.Linear(64, D), nn.Linear(64, D)
        self.dec = nn.Sequential(nn.Linear(D, 64), nn.Dropout(0.5), nn.ReLU(), nn.Linear(64, 64), nn.Sigmoid())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.enc(x)
        return self.mu(hidden), self.log_var(hidden)

    def decode(self, z: Tensor) -> Tensor:
        pixels: Tensor = self.dec(z).view(-1, *SHAPE)
        return pixels


@pytest.fixture(params=[pytest.param(True, id="newer", marks=pytest.mark.slow), pytest.param(False, id="older")])
def exporter(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch's exporter, and the one that it had before."""
    monkeypatch.setattr(onnx_export, "_newer", lambda: request.param)


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quicker of the two, where both do the same."""
    monkeypatch.setattr(onnx_export, "_newer", lambda: False)


@pytest.fixture
def vae() -> Vae:
    torch.manual_seed(0)
    made = Vae()
    for _ in range(3):
        made.enc(torch.rand(16, *SHAPE))  # moves the running statistics
    return made


@pytest.mark.usefixtures("exporter")
def test_files_compute_what_the_model_does_in_eval_mode(vae: Vae, tmp_path: Path) -> None:
    vae.dec.eval()  # as of a layer that someone froze, in a model that still trains
    modes = [layer.training for layer in vae.modules()]
    before = copy.deepcopy(vae.state_dict())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        encoder, decoder = map(read_graph_file, export_onnx(vae.encode, vae.decode, SHAPE, D, tmp_path / "new"))
    assert [layer.training for layer in vae.modules()] == modes and True in modes and False in modes
    assert all(torch.equal(value, before[name]) for name, value in vae.state_dict().items())
    assert [port.name for port in (*encoder.inputs, *encoder.outputs)] == ["image", "mu", "second"]
    assert [port.name for port in (*decoder.inputs, *decoder.outputs)] == ["z", "pixels"]
    vae.eval()
    x, z = torch.rand(5, *SHAPE), torch.randn(5, D)
    with torch.no_grad():
        for mine, theirs in zip(OnnxHalf(encoder)(x.numpy()), vae.encode(x), strict=True):
            np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-5)
        np.testing.assert_allclose(OnnxHalf(decoder)(z.numpy())[0], vae.decode(z).numpy(), atol=1e-5)


@pytest.mark.usefixtures("exporter")
def test_files_hold_nothing_of_whose_they_are(vae: Vae, tmp_path: Path) -> None:
    for path in export_onnx(vae.encode, vae.decode, SHAPE, D, tmp_path):
        content, model = path.read_bytes(), onnx.load(path)
        for told in (str(tmp_path), str(ROOT), Path(__file__).name, "stack_trace", torch.__version__):
            assert told.encode() not in content, told
        assert model.ir_version <= 10 and [entry.version for entry in model.opset_import] == [20]
        assert len(content) < 25_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["decoder.onnx", "encoder.onnx"]


def export_outputs(vae: Vae, outputs: Outputs, folder: Path) -> list[str]:
    """The names of the outputs of an encoder that returns this of μ and log σ²."""
    encoder, _ = export_onnx(lambda x: outputs(*vae.encode(x)), vae.decode, SHAPE, D, folder)
    return [port.name for port in read_graph_file(encoder).outputs]


@pytest.mark.usefixtures("older")
@pytest.mark.parametrize(
    ("outputs", "names"),
    [
        (lambda mu, log_var: mu, ["mu"]),
        (lambda mu, log_var: torch.cat([mu, log_var], 1), ["mu_and_second"]),
        (lambda mu, log_var: {"embedding": mu, "log_covariance": log_var, "note": None}, ["mu", "second"]),
        (lambda mu, log_var: torch.distributions.Normal(mu, torch.exp(log_var / 2)), ["mu", "second"]),
        (lambda mu, log_var: (mu + torch.randn_like(mu), mu, log_var), ["mu", "second"]),
        (lambda mu, log_var: [mu, log_var, mu * 1], ["mu", "second"]),
        (lambda mu, log_var: (mu * 1, mu, log_var), ["mu", "second"]),
    ],
    ids=["point", "in one", "dictionary", "distribution", "draw first", "z last", "z first"],
)
def test_finds_mu_and_the_second_output(vae: Vae, tmp_path: Path, outputs: Outputs, names: list[str]) -> None:
    assert export_outputs(vae, outputs, tmp_path) == names
    vae.eval()
    x = torch.rand(4, *SHAPE)
    mu, log_var = vae.encode(x)
    given = OnnxHalf(read_graph_file(tmp_path / "encoder.onnx"))(x.numpy())
    np.testing.assert_allclose(given[0][:, :D], mu.detach().numpy(), atol=1e-5)
    if len(names) == 2:
        spreads = (log_var, torch.exp(log_var / 2))
        assert any(np.allclose(given[1], spread.detach().numpy(), atol=1e-5) for spread in spreads)


@pytest.mark.slow
def test_a_distribution_by_the_newer_exporter(vae: Vae, tmp_path: Path) -> None:
    checked = torch.distributions.Distribution._validate_args
    normal = torch.distributions.Normal
    assert export_outputs(vae, lambda mu, log_var: normal(mu, torch.exp(log_var / 2)), tmp_path) == ["mu", "second"]
    assert torch.distributions.Distribution._validate_args == checked


@pytest.mark.usefixtures("older")
def test_modules_stand_for_their_forward(vae: Vae, tmp_path: Path) -> None:
    encoder = nn.Sequential(vae.enc, nn.Linear(64, 2 * D))
    paths = export_onnx(encoder, vae.dec, SHAPE, D, tmp_path)
    assert [read_graph_file(path).parameters > 0 for path in paths] == [True, True]


def refused(outputs: Outputs) -> Callable[[Vae], tuple[Any, Any]]:
    return lambda vae: (lambda x: outputs(*vae.encode(x)), vae.decode)


@pytest.mark.usefixtures("older")
@pytest.mark.parametrize(
    ("halves", "message"),
    [
        (
            refused(lambda mu, log_var: mu + torch.randn_like(mu)),
            "encode draws at random; give a function that returns mu",
        ),
        (refused(lambda mu, log_var: mu[:, :2]), "encode gives 2 numbers for an image, and latent_dim is 3"),
        (refused(lambda mu, log_var: mu.sum()), "must give tensors of which the first axis is the batch"),
        (refused(lambda mu, log_var: "mu"), "must give tensors"),
        (lambda vae: (vae.encode, lambda z: vae.decode(z) + torch.rand(1)), "decode draws at random"),
        (
            lambda vae: (vae.encode, lambda z: vae.decode(z)[:, :, :4]),
            "decode gives 32 numbers for a code, and an image has 64",
        ),
        (
            lambda vae: (vae.encode, lambda z, label: vae.decode(z)),
            r"decode needs 2 arguments \(z, label\), and conditional",
        ),
        (lambda vae: (lambda x: vae.encode(x[:, 0]), vae.decode), r"encode fails on a batch of shape 1×8×8 each"),
        (lambda vae: (vae.encode, lambda z: vae.dec(z).view(2, *SHAPE)), r"computes no batch of 1; a line of it fixes"),
        (lambda vae: (vae.encode, lambda z: vae.dec(z) * (1 if z.sum() > 0 else 2)), "differ from torch's by up to"),
        (lambda vae: (vae.double().half().encode, vae.decode), r"weights are torch\.float16; call \.float\(\)"),
    ],
)
def test_refuses_with_a_sentence(
    vae: Vae, tmp_path: Path, halves: Callable[[Vae], tuple[Any, Any]], message: str
) -> None:
    encode, decode = halves(vae)
    modes = [layer.training for layer in vae.modules()]
    with pytest.raises(ValueError, match=message) as raised:
        export_onnx(encode, decode, SHAPE, D, tmp_path / "none")
    assert "\n" not in str(raised.value) and len(str(raised.value)) < 330
    assert [layer.training for layer in vae.modules()] == modes
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("exporter")
def test_says_where_a_line_fixes_the_batch(vae: Vae, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a line of it fixes the batch size: take it from x\.size\(0\), or say -1"):
        export_onnx(vae.encode, lambda z: vae.dec(z.reshape(len(z), D)).reshape(len(z), 64), SHAPE, D, tmp_path)


def test_says_what_the_newer_exporter_can_not_do(vae: Vae, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="torch can't export it") as raised:
        export_onnx(vae.encode, lambda z: vae.dec(z) * (1 if z.sum() > 0 else 2), SHAPE, D, tmp_path)
    assert "\n" not in str(raised.value)


@pytest.mark.usefixtures("older")
def test_checks_what_it_wrote(vae: Vae, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = onnx_export._run
    monkeypatch.setattr(onnx_export, "_run", lambda data, given: [output + 0.002 for output in wrong(data, given)])
    with pytest.raises(ValueError, match=r"differ from torch's by up to 0\.002"):
        export_onnx(vae.encode, vae.decode, SHAPE, D, tmp_path)


@pytest.mark.usefixtures("older")
@pytest.mark.parametrize(("package", "message"), [("onnx", "needs onnx and onnxscript"), ("onnxruntime", None)])
def test_does_with_what_is_installed(
    vae: Vae, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, message: str | None
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    if message:
        with pytest.raises(ValueError, match=message):
            export_onnx(vae.encode, vae.decode, SHAPE, D, tmp_path)
    else:
        assert len(export_onnx(vae.encode, vae.decode, SHAPE, D, tmp_path)) == 2


@pytest.mark.slow
def test_the_file_works_where_it_is_copied_to(tmp_path: Path) -> None:
    """Beside a notebook, without Latent Explorer."""
    shutil.copy(onnx_export.__file__, tmp_path / "onnx_export.py")
    script = """
import sys
sys.modules["latent_explorer"] = None  # whoever imports it fails
from torch import nn
from onnx_export import export_onnx
print(*export_onnx(nn.Linear(4, 2), nn.Linear(2, 4), [4], 2))
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert found.stdout.strip() == "encoder.onnx decoder.onnx" and found.stderr == ""
    assert read_graph_file(tmp_path / "decoder.onnx").parameters == 12
