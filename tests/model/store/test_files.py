"""Files that a stranger made: each takes its own model out, with a sentence, and stops nothing else."""

import io
import json
import os
import pickle
import shutil
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from latent_explorer.app.cli.evaluate import twin_of
from latent_explorer.app.cli.terminal import find
from latent_explorer.model.code_cloud import CODES
from latent_explorer.model.config import ConfigError
from latent_explorer.model.registry import ZOO, open_registry
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import CONFIG, METRICS, SEEDS, WEIGHTS, CheckpointError, load


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A checkpoint of our own to spoil, beside one that stays whole."""
    shutil.copytree(tiny_folder, tmp_path / "whole")
    return Path(shutil.copytree(tiny_folder, tmp_path / "mine"))


def safetensors(header: object, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def tensor(shape: list[int], end: int = 4, kind: str = "F32", start: int = 0) -> dict[str, object]:
    return {"dtype": kind, "shape": shape, "data_offsets": [start, end]}


def torch_saved() -> bytes:
    out = io.BytesIO()
    torch.save({"mu.bias": torch.zeros(2)}, out)
    return out.getvalue()


WRONG_WEIGHTS = {
    "a pickle of torch": (torch_saved(), "is a pickle, which can run code, and is not opened"),
    "a bare pickle": (pickle.dumps({"mu.bias": [0.0]}), "is a pickle"),
    "nothing": (b"", "header too small"),
    "a header of 2^63 bytes": (struct.pack("<Q", 2**63) + b"{}", "header too large"),
    "a header that is not there": (struct.pack("<Q", 90_000_000) + b"{}", "invalid header length"),
    "tensors that overlap": (safetensors({"a": tensor([1]), "b": tensor([1])}, bytes(4)), "invalid offset"),
    "a gap": (safetensors({"a": tensor([1], 8, start=4)}, bytes(8)), "invalid offset"),
    "a type that needs more bytes": (safetensors({"a": tensor([1], kind="F64")}, bytes(4)), "invalid shape"),
    "a type that torch has not": (safetensors({"a": tensor([8], kind="F4")}, bytes(4)), "no safetensors file"),
    "2^126 numbers": (safetensors({"a": tensor([2**63, 2**63])}, bytes(4)), "overflow"),
    "2^62 times nothing": (safetensors({"a": tensor([2**62, 0], 0)}), "has also 'a'"),
    "100,000 dimensions": (safetensors({"mu.bias": tensor([1] * 100_000)}, bytes(4)), "lacks"),
    "no UTF-8": (safetensors(b'{"\xff\xfe": 1}'), "UTF-8"),
    "a deep header": (safetensors(b'{"a":' + b"[" * 1_000), "recursion limit"),
    "the same name twice": (
        safetensors(json.dumps({"a": tensor([1])}).encode()[:-1] + b"," + json.dumps({"a": tensor([1])}).encode()[1:]),
        "no safetensors file",
    ),
}


@pytest.mark.parametrize("name", WRONG_WEIGHTS)
def test_crafted_weights_are_refused_in_a_moment_and_in_one_line(name: str, folder: Path) -> None:
    data, said = WRONG_WEIGHTS[name]
    (folder / WEIGHTS).write_bytes(data)
    began = time.process_time()
    with pytest.raises(CheckpointError) as caught:
        load(folder)
    assert time.process_time() - began < 2
    assert said in str(caught.value) and WEIGHTS in str(caught.value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v.double() * 1e300, "not finite"),  # finite until it is made float32
        (lambda v: v.to(torch.int32), "int32"),
        (lambda v: v.to(torch.complex64), "complex64"),
        (lambda v: v * float("nan"), "not finite"),
        (lambda v: v.reshape(-1, 1), "does not fit"),
    ],
    ids=["large", "whole", "complex", "no number", "another shape"],
)
def test_weights_of_another_kind_are_refused(
    change: Callable[[torch.Tensor], torch.Tensor], said: str, folder: Path
) -> None:
    weights = load_file(folder / WEIGHTS)
    save_file(weights | {"mu.bias": change(weights["mu.bias"] + 1)}, folder / WEIGHTS)
    with pytest.raises(CheckpointError, match=said):
        load(folder)


TOO_LARGE = {  # each just above its limit
    "latent_dim": 257, "encoder_width": 4097, "decoder_width": 4097, "fourier_features": 4097,
    "decoder_blocks": 33, "refinements": 33, "encoder_channels": [8, 1032], "twin": "../../secret",
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LARGE)
def test_too_large_a_configuration_is_refused_before_anything_is_built(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = json.loads((folder / CONFIG).read_text())
    config["model"][name] = TOO_LARGE[name]
    (folder / CONFIG).write_text(json.dumps(config))
    monkeypatch.setattr(checkpoint, "build", lambda *given: pytest.fail("built"))
    with pytest.raises(CheckpointError, match=name):
        load(folder)


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a":' * 100_000, b'{"model": 1' + b"0" * 5000 + b"}"])
def test_deep_or_endless_json_is_named(text: bytes, folder: Path) -> None:
    (folder / CONFIG).write_bytes(text)
    with pytest.raises(CheckpointError, match=f"{CONFIG} is damaged"):
        load(folder)


@pytest.mark.parametrize("name", [CONFIG, WEIGHTS, METRICS, SEEDS, CODES])
def test_a_pipe_does_not_stop_the_start(name: str, folder: Path) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    registry = open_registry([folder.parent])
    assert list(registry.models) == ["whole"] and "pipe" in registry.failures["mine"]


@pytest.mark.parametrize("name", [CONFIG, WEIGHTS, METRICS, SEEDS, CODES])
def test_a_link_out_of_the_folder_is_refused(name: str, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / name
    if (folder / name).exists():
        shutil.move(folder / name, elsewhere)
    else:
        elsewhere.write_text("{}")
    (folder / name).symlink_to(elsewhere)
    assert "leads out of the folder" in open_registry([folder.parent]).failures["mine"]


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / WEIGHTS).rename(folder / "data")
    (folder / WEIGHTS).symlink_to("data")
    assert load(folder).id == "mine"


def test_a_link_to_itself_is_refused(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).symlink_to(WEIGHTS)
    with pytest.raises(CheckpointError, match="can't be read"):
        load(folder)


def test_a_file_of_absurd_size_is_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / WEIGHTS).open("wb") as file:
        file.truncate(files.MAX_TENSORS + 1)  # a hole: it takes no room
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read") if path.name == WEIGHTS else b"{}")
    with pytest.raises(CheckpointError, match="256 MB are the most"):
        load(folder)


def test_a_pickle_in_place_of_weights_is_named_and_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A harmless one: that nothing opens it is asked of whatever could."""
    (folder / WEIGHTS).unlink()
    (folder / "weights.pt").write_bytes(torch_saved())
    for module, name in ((pickle, "load"), (pickle, "loads"), (pickle, "Unpickler"), (torch, "load")):
        monkeypatch.setattr(module, name, lambda *given, **options: pytest.fail("unpickled"))
    with pytest.raises(CheckpointError, match=r"is missing; weights\.pt is not opened: a pickle can run code"):
        load(folder)
    (folder / CONFIG).unlink()
    assert "mine" in open_registry([folder.parent]).failures


@pytest.mark.parametrize("name", ["../whole", "..", "/etc", "a/b", "", ".", "a b", "a\n"])
def test_a_twin_is_an_id_and_no_path(name: str, folder: Path) -> None:
    config = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps(config | {"model": config["model"] | {"twin": name}}))
    with pytest.raises(CheckpointError, match="twin"):
        twin_of(load(folder), folder)


def test_a_path_is_not_looked_up_among_the_shipped_models() -> None:
    assert find("vae-2d") == ZOO / "vae-2d"
    with pytest.raises(ConfigError):
        find("../zoo/vae-2d")


@pytest.mark.parametrize("shape", [{"test": []}, {"test": {"kl": "low"}}, {"test": {"kl": True}}, {"nearness": 3}])
def test_metrics_of_another_shape_are_refused(shape: object, folder: Path) -> None:
    (folder / METRICS).write_text(json.dumps(shape))
    with pytest.raises(CheckpointError, match=f"{METRICS} is of another shape"):
        load(folder)


MARKS = {"reconstruction": [1, 2], "kl": None, "negative_elbo": None, "relative_error": [0, 0.5, 1]}


@pytest.mark.parametrize(
    "test",
    [
        {"quantiles": MARKS},
        {"images": 1, "quantiles": []},
        {"images": 1, "quantiles": {"kl": [1, 2]}},
        {"images": 1, "quantiles": MARKS | {"kl": [1]}},
        {"images": 1, "quantiles": MARKS | {"kl": [2, 1]}},
        {"images": 1, "quantiles": {"feature_distance": 3}},
    ],
)
def test_quantiles_that_nothing_can_be_compared_with_are_refused(test: object, folder: Path) -> None:
    (folder / METRICS).write_text(json.dumps({"test": {"images": 1, "quantiles": MARKS}}))
    assert load(folder).metrics
    (folder / METRICS).write_text(json.dumps({"test": test}))
    with pytest.raises(CheckpointError, match=r"quantiles|images"):
        load(folder)


@pytest.mark.parametrize("seeds", [{"ae": {}}, {"vae": 3}, {"ae": {"seeds": 2, "test": {}, "nearness": {}}, "vae": {}}])
def test_seeds_of_another_shape_are_refused(seeds: object, folder: Path) -> None:
    (folder / SEEDS).write_text(json.dumps(seeds))
    with pytest.raises(CheckpointError, match=f"{SEEDS} is of another shape"):
        load(folder)


AROUND = {name: {"value": 1, "low": 0, "high": 1} for name in ("label_kept", "mse_median")}
POINT = {"temperature": 1, "vae": AROUND, "ae": None}


@pytest.mark.parametrize(
    "samples",
    [
        None,
        {},
        {"draws": 8},
        {"draws": 8, "curve": {}},
        {"draws": 8, "curve": [3]},
        {"draws": 8, "curve": [{"temperature": 1, "vae": AROUND}]},
        {"draws": 8, "curve": [POINT | {"vae": None}]},
        {"draws": 8, "curve": [POINT | {"ae": {"label_kept": 1}}]},
        {"draws": 8, "curve": [POINT | {"temperature": "high"}]},
    ],
)
def test_samples_around_mu_of_another_shape_are_refused(samples: object, folder: Path) -> None:
    for point in (POINT, POINT | {"ae": AROUND}):
        (folder / METRICS).write_text(json.dumps({"nearness": {"posterior_samples": {"draws": 8, "curve": [point]}}}))
        assert load(folder).metrics
    (folder / METRICS).write_text(json.dumps({"nearness": {"posterior_samples": samples}}))
    with pytest.raises(CheckpointError, match=r"nearness\.posterior_samples"):
        load(folder)


@pytest.mark.parametrize("curve", [{"step_curve": [3]}, {"step_curve_mad": [{}]}])
def test_curves_without_their_steps_are_refused(curve: object, folder: Path) -> None:
    (folder / METRICS).write_text(json.dumps({"nearness": curve}))
    with pytest.raises(CheckpointError, match="step"):
        load(folder)
