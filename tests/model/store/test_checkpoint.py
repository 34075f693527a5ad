import io
import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close

from latent_explorer.model.networks.build import build
from latent_explorer.model.store.checkpoint import (
    CONFIG,
    METRICS,
    SEEDS,
    WEIGHTS,
    Checkpoint,
    CheckpointError,
    load,
    save,
)
from tests.helpers.tiny import TINY, TINY_TRAINING


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A checkpoint of our own to spoil."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "mine"))


def test_round_trip_to_half_precision(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = build(TINY)
    save(tmp_path / "new" / "vae", network, TINY, TINY_TRAINING)
    loaded = load(tmp_path / "new" / "vae")
    assert (loaded.id, loaded.model, loaded.training, loaded.metrics) == ("vae", TINY, TINY_TRAINING, {})
    for name, weights in network.state_dict().items():
        assert_close(loaded.network.state_dict()[name], weights.half().float(), rtol=0, atol=0)
    assert not loaded.network.training
    assert not any(p.requires_grad for p in loaded.network.parameters())


def test_what_save_returns_is_what_load_reads(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = build(TINY)
    exact = {name: weights.clone() for name, weights in network.state_dict().items()}
    saved = save(tmp_path / "vae", network, TINY, TINY_TRAINING)
    loaded = load(tmp_path / "vae")
    assert replace(saved, network=network) == replace(loaded, network=network)
    weights = saved.network.state_dict()
    assert all(torch.equal(weights[name], other) for name, other in loaded.network.state_dict().items())
    assert not saved.network.training and not any(p.requires_grad for p in saved.network.parameters())
    assert all(torch.equal(exact[name], other) for name, other in network.state_dict().items())  # the caller's stay


def test_figures_of_other_weights_do_not_stay(folder: Path) -> None:
    loaded = load(folder)
    figures = {"seeds": 2, "test": {"kl": 1.5}, "nearness": {}}
    for name, content in ((METRICS, figures), (SEEDS, {"ae": figures, "vae": figures})):
        (folder / name).write_text(json.dumps(content))
    save(folder, loaded.network, loaded.model, loaded.training)
    assert load(folder).metrics and load(folder).seeds
    save(folder, build(loaded.model), loaded.model, loaded.training)
    assert load(folder).metrics == {} and load(folder).seeds == {}


def test_all_files_can_be_read_by_whom_the_umask_lets(folder: Path, tmp_path: Path) -> None:
    loaded = load(folder)
    save(tmp_path / "new", loaded.network, loaded.model, loaded.training)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
    assert modes[WEIGHTS] == modes[CONFIG]


def test_revision_is_of_config_and_weights_alone(folder: Path) -> None:
    before = load(folder).revision
    (folder / METRICS).write_text('{"test": {"kl": 1.5}}')
    assert load(folder).revision == before
    assert load(folder).metrics == {"test": {"kl": 1.5}}
    weights = load_file(folder / WEIGHTS)
    next(iter(weights.values())).view(-1)[0] += 1
    save_file(weights, folder / WEIGHTS)
    changed = load(folder).revision
    assert changed != before
    config = json.loads((folder / CONFIG).read_text())
    config["model"]["beta"] = 2.0
    (folder / CONFIG).write_text(json.dumps(config))
    assert load(folder).revision not in {before, changed}


def delete(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def put(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def cut(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-20])


def change(**fields: object) -> Callable[[Path], object]:
    def apply(folder: Path) -> None:
        config = json.loads((folder / CONFIG).read_text())
        config["model"] |= fields
        (folder / CONFIG).write_text(json.dumps(config))

    return apply


def pickled(folder: Path) -> None:
    out = io.BytesIO()
    torch.save(load_file(folder / WEIGHTS), out)
    (folder / WEIGHTS).write_bytes(out.getvalue())


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no config": (delete(CONFIG), CONFIG),
    "no weights": (delete(WEIGHTS), WEIGHTS),
    "cut config": (cut(CONFIG), CONFIG),
    "cut weights": (cut(WEIGHTS), WEIGHTS),
    "config of bytes": (put(CONFIG, b"\xff\xfe"), CONFIG),
    "config of a list": (put(CONFIG, b"[]"), CONFIG),
    "config of a list inside": (put(CONFIG, b'{"model": []}'), CONFIG),
    "config of nothing": (put(CONFIG, b"{}"), CONFIG),
    "cut metrics": (put(METRICS, b'{"test":'), METRICS),
    "metrics beyond all numbers": (put(METRICS, b'{"test": {"kl": 1e999}}'), METRICS),
    "cut seeds": (put(SEEDS, b"{"), SEEDS),
    "seeds of a list": (put(SEEDS, b"[]"), SEEDS),
    "metrics of bytes": (put(METRICS, b"\xff"), METRICS),
    "no bytes of weights": (put(WEIGHTS, b""), WEIGHTS),
    "pickled": (pickled, WEIGHTS),
    "weights left over": (change(kind="ae"), WEIGHTS),
    "another width": (change(latent_dim=3), WEIGHTS),
    "another depth": (change(decoder_blocks=2), WEIGHTS),
    "one channel": (change(encoder_channels=[4]), CONFIG),
    "half a dimension": (change(latent_dim=2.5), CONFIG),
    "an unknown field": (change(colour="red"), "colour"),
}


@pytest.mark.parametrize(("spoil", "named"), SPOILED.values(), ids=SPOILED)
def test_a_broken_checkpoint_says_where_and_what(spoil: Callable[[Path], object], named: str, folder: Path) -> None:
    spoil(folder)
    with pytest.raises(CheckpointError) as caught:
        load(folder)
    assert str(folder) in str(caught.value) and named in str(caught.value)


def test_nothing_is_unpickled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a checkpoint was unpickled")

    monkeypatch.setattr(pickle, "Unpickler", refuse)
    monkeypatch.setattr(torch, "load", refuse)
    assert isinstance(load(folder), Checkpoint)


def test_no_part_is_left_behind(folder: Path) -> None:
    assert not list(folder.glob("*.part"))


def test_weights_that_are_no_numbers_are_refused(folder: Path) -> None:
    weights = load_file(folder / WEIGHTS)
    weights["mu.bias"][0] = float("nan")
    save_file(weights, folder / WEIGHTS)
    with pytest.raises(CheckpointError, match="finite"):
        load(folder)


@pytest.mark.parametrize("text", ["[]", '{"test": {"kl": NaN}}', '{"test": {"kl": Infinity}}'])
def test_metrics_that_are_no_figures_are_refused(text: str, folder: Path) -> None:
    (folder / METRICS).write_text(text)
    with pytest.raises(CheckpointError, match=METRICS):
        load(folder)


def test_a_folder_in_place_of_weights_is_refused(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).mkdir()
    with pytest.raises(CheckpointError, match="directory"):
        load(folder)


@pytest.mark.parametrize("before", ["module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module."])
def test_weights_that_a_wrapper_has_named_are_read_and_it_is_said_once(
    before: str, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plain = load(folder).network.state_dict()
    assert not caplog.records
    weights = load_file(folder / WEIGHTS)
    save_file({before + name: values for name, values in weights.items()}, folder / WEIGHTS)
    wrapped = load(folder).network.state_dict()
    assert wrapped.keys() == plain.keys() and all(torch.equal(wrapped[name], plain[name]) for name in plain)
    (record,) = caplog.records
    assert before in record.getMessage() and "mine" in record.getMessage()


def test_weights_of_which_some_alone_have_a_wrappers_name_are_refused(folder: Path) -> None:
    weights = load_file(folder / WEIGHTS)
    first = sorted(weights)[0]
    save_file(weights | {f"module.{first}": weights.pop(first)}, folder / WEIGHTS)
    with pytest.raises(CheckpointError, match=r"lacks|has also"):
        load(folder)
