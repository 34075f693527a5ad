import io
import os
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load, save, save_file
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from latent_explorer.model.foreign import weights_file
from latent_explorer.model.foreign.weights_file import WeightsError, parse_weights, read_weights
from latent_explorer.model.foreign.weights_formats import LEGACY
from tests.model.foreign.published import ExampleMLP

SAVE = 'torch.save(model.state_dict(), "weights.pt")'


def saved(content: object, **how: Any) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, **how)
    return buffer.getvalue()


def weights() -> dict[str, Tensor]:
    return {"fc.weight": torch.arange(6.0).reshape(2, 3), "fc.bias": torch.ones(2)}


def named(before: str) -> dict[str, Tensor]:
    return {before + name: values for name, values in weights().items()}


def same(found: dict[str, Tensor]) -> bool:
    return list(found) == list(weights()) and all(torch.equal(found[n], v) for n, v in weights().items())


def refusal(data: bytes, name: str = "vae.pt") -> str:
    with pytest.raises(WeightsError) as raised:
        parse_weights(data, name)
    return str(raised.value)


@pytest.mark.parametrize(
    "content",
    [
        weights(),
        OrderedDict(weights()),
        {name: nn.Parameter(values) for name, values in weights().items()},
        {"state_dict": weights(), "epoch": 3, "optimizer": {"state": {0: {"exp_avg": torch.ones(2)}}}},
        {"model_state_dict": weights(), "loss": torch.tensor(0.5)},
        {"model": {"state_dict": weights()}, "args": {"latent": 2}},
        {"ema": {"decay": 0.99}, "net": weights()},
        {"my_vae": weights(), "history": [1.0, 0.5]},
        weights() | {"epoch": 3},
        {"state_dict": named("module."), "pytorch-lightning_version": "2.6.0", "callbacks": {}, "loops": {"fit": {}}},
        named("module._orig_mod."),
        named("model.vae."),
        {"model": named("vae.")},
        {"state_dict": named("module.") | {"n_averaged": torch.tensor(5)}},
        {"ema": weights()},
        {"model": {"name": "vae", "latent": 2}, "my_vae": weights()},
    ],
    ids=range(16),
)
@pytest.mark.parametrize("new", [True, False], ids=["zip", "before-1.6"])
def test_what_training_scripts_wrap_around_weights_is_taken_off(content: object, new: bool) -> None:
    assert same(parse_weights(saved(content, _use_new_zipfile_serialization=new), "vae.pth"))


def test_an_averaged_model_is_read_by_its_modules_names() -> None:
    network = ExampleMLP()
    found = parse_weights(saved(AveragedModel(network).state_dict()), "swa.pt")
    assert list(found) == list(network.state_dict())


def test_two_halves_in_one_file_are_one_network() -> None:
    content = {"encoder": named("module."), "decoder": weights(), "epoch": 1}
    found = parse_weights(saved(content), "vae.pt")
    assert list(found) == ["encoder.fc.weight", "encoder.fc.bias", "decoder.fc.weight", "decoder.fc.bias"]


def test_of_two_sets_of_weights_the_average_is_left_and_that_is_said(caplog: pytest.LogCaptureFixture) -> None:
    other = {name: values + 1 for name, values in weights().items()}
    assert same(parse_weights(saved({"ema": other, "best": weights()}), "vae.pt"))
    assert "more than one set of weights: 'best' is read, and 'ema' is not" in caplog.text


def test_a_prefix_that_is_taken_off_is_said(caplog: pytest.LogCaptureFixture) -> None:
    parse_weights(save(named("_orig_mod.")))
    assert "weights.safetensors: all weights are named _orig_mod.…" in caplog.text


def test_the_order_of_safetensors_is_the_same_at_each_run() -> None:
    names = [f"layer{place:02}" for place in range(40)]
    assert list(parse_weights(save({name: torch.ones(1) for name in reversed(names)}))) == names


def test_a_half_alone_keeps_its_name() -> None:
    assert list(parse_weights(save(named("encoder.")))) == ["encoder.fc.bias", "encoder.fc.weight"]


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float64, torch.float8_e4m3fn, torch.int64])
@pytest.mark.parametrize("suffix", ["safetensors", "pt"])
def test_every_number_format_is_float32_here(kind: torch.dtype, suffix: str, tmp_path: Path) -> None:
    half = {name: values.to(kind) for name, values in weights().items()}
    path = tmp_path / f"vae.{suffix}"
    path.write_bytes(save(half) if suffix == "safetensors" else saved(half))
    found = read_weights(path)
    assert {values.dtype for values in found.values()} == {torch.float32}
    assert all(torch.equal(found[name], values) for name, values in weights().items())


def test_tied_weights_get_memory_of_their_own_and_can_be_saved() -> None:
    """safetensors refuses a transposed view of a stored tensor with a message about sizes of views."""
    tied = torch.arange(6.0).reshape(2, 3)
    with pytest.raises(RuntimeError, match="view size"):
        save({"encoder": tied, "decoder": tied.t()})
    found = parse_weights(saved({"encoder": tied, "decoder": tied.t()}), "vae.pt")
    again = load(save(found))
    assert torch.equal(again["decoder"], again["encoder"].t())


def test_safetensors_whose_length_begins_as_a_pickle_are_read() -> None:
    """The header's length is a multiple of 8: of one file in 32 its first byte is 0x80."""
    plain = len(save({"w": torch.ones(1)}, {"note": ""})) - 12
    data = save({"w": torch.ones(1)}, {"note": "x" * (0x80 - plain)})
    assert data[:1] == b"\x80" and list(parse_weights(data)) == ["w"]


class Homework(nn.Module):
    """A module of the user's own: pickled whole, it would need this class to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(2, 2)


@pytest.mark.parametrize("content", [Homework(), {"model": Homework()}, {"loss": np.float64(2), "net": weights()}])
def test_python_objects_are_named_and_not_opened(content: object) -> None:
    told = refusal(saved(content))
    thing = "numpy." if isinstance(content, dict) and "loss" in content else "Homework"
    assert told.startswith("vae.pt holds Python objects (") and thing in told.splitlines()[0]
    assert "which can run code, and is not opened" in told and SAVE in told and "export_onnx(" in told


def test_a_whole_module_saved_before_pytorch_1_6_is_refused() -> None:
    data = saved(Homework(), _use_new_zipfile_serialization=False)
    assert data.startswith(LEGACY)
    assert refusal(data).startswith("vae.pt holds Python objects (as a whole model has), which can run code")


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
def test_a_torchscript_archive_is_refused_with_lines_that_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.jit.save(torch.jit.trace(nn.Linear(3, 2), torch.zeros(1, 3)), "vae.pt")
    follow("vae.pt", "vae.pt is a TorchScript archive, which is a program, and is not run; take the weights out of it:")


def test_an_exported_program_is_refused_with_lines_that_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    torch.export.save(torch.export.export(nn.Linear(3, 2), (torch.zeros(1, 3),)), "vae.pt2")
    follow("vae.pt2", "vae.pt2 is an exported program of PyTorch, and is not run; take the weights out of it:")


def follow(name: str, sentence: str) -> None:
    """Do what the refusal of a file in the working directory says, and read what that makes."""
    first, line = refusal(Path(name).read_bytes(), name).splitlines()
    assert first == sentence
    exec(line.strip(), {"torch": torch})
    assert {name: tuple(v.shape) for name, v in read_weights(Path("weights.pt")).items()} == {
        "weight": (2, 3),
        "bias": (2,),
    }


def zipped(*names: str) -> bytes:
    """Of no time: what a test's name holds is the same wherever it is collected."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "{}")
    return buffer.getvalue()


KERAS = ['encoder.export("encoder.onnx", format="onnx")', 'decoder.export("decoder.onnx", format="onnx")']


@pytest.mark.parametrize(
    ("name", "data", "sentence", "lines"),
    [
        ("vae.keras", zipped("metadata.json", "config.json", "model.weights.h5"), "is a Keras archive, whose", KERAS),
        ("vae.h5", b"\x89HDF\r\n\x1a\n" + bytes(100), "is an HDF5 file, as Keras and h5py write", KERAS),
        ("vae.weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(100), "is an HDF5 file", KERAS),
        ("vae.tflite", b"\x1c\0\0\0TFL3" + bytes(100), "is a TensorFlow Lite model", KERAS),
        ("vae.joblib", b"\x78\x9c" + bytes(100), "is a pickle, which can run code", [SAVE]),
        ("vae.bin", pickle.dumps({"w": [1.0]}), "is a pickle, which can run code", [SAVE]),
        ("vae.npz", zipped("w.npy"), "is a zip archive without weights of PyTorch", [SAVE]),
        ("vae.onnx", b"\x08\x0a\x12\x07pytorch", "is an ONNX graph and not weights; give two of them", []),
        ("vae.pt", zipped("vae/data.pkl")[:-30], "is cut short or damaged; copy it again", []),
        ("vae.pt", b"", "is no file of weights that is known; give one that this makes:", [SAVE]),
        ("vae.ckpt", b"checkpoint of something else", "is no file of weights that is known", [SAVE]),
        ("vae.safetensors", save(weights())[:-1], "can't be read as safetensors (", ["safetensors.torch.save_file"]),
        ("vae.pt", saved(torch.ones(3)), "holds no weights by name, but a Tensor; save the weights alone:", [SAVE]),
        ("vae.pt", saved([torch.ones(3)]), "holds no weights by name, but a list", [SAVE]),
        (
            "vae.pt",
            saved({"epoch": 3, "lr": 0.1}),
            "holds no weights by name, but a dictionary of 'epoch', 'lr'",
            [SAVE],
        ),
        ("vae.pt", saved({}), "holds no weights by name, but a dictionary of nothing", [SAVE]),
    ],
)
def test_other_files_are_refused_each_with_its_way_out(name: str, data: bytes, sentence: str, lines: list[str]) -> None:
    told = refusal(data, name)
    assert told.startswith(f"{name} {sentence}")
    assert all(line in told for line in lines)


def test_names_in_a_file_can_not_steer_the_terminal() -> None:
    name = "\x1b[2J\n"
    for content in ({name: 1}, {name: torch.zeros(0)}):
        assert "'\\x1b[2J\\n'" in refusal(saved(content))


def test_a_checkpoint_that_holds_itself_ends() -> None:
    content: dict[str, object] = {"w": torch.ones(1)}
    content["model"] = content
    assert "holds no weights by name" in refusal(saved(content))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (torch.tensor([1.0, float("nan")]), "holds numbers that are not finite; take a checkpoint from before"),
        (torch.full((2,), 1e300, dtype=torch.float64), "holds numbers that are not finite"),
        (torch.zeros(0, 3), "is empty; save the weights of a network that was built and trained"),
        (torch.ones(2, dtype=torch.complex64), "is sparse, quantised, complex or without numbers"),
        (torch.eye(2).to_sparse(), "is sparse, quantised, complex or without numbers; save it as ordinary float32"),
        (torch.ones(2, device="meta"), "is sparse, quantised, complex or without numbers"),
    ],
)
def test_tensors_that_are_no_weights_are_refused(values: Tensor, sentence: str) -> None:
    assert refusal(saved({"w": values})).startswith(f"vae.pt: 'w' {sentence}")


def test_no_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No such file or directory; give the file with the weights"):
        read_weights(tmp_path / "vae.pt")
    with pytest.raises(WeightsError, match="is a folder or a pipe, not a file"):
        read_weights(tmp_path)
    os.mkfifo(tmp_path / "pipe.pt")
    with pytest.raises(WeightsError, match="is a folder or a pipe, not a file"):
        read_weights(tmp_path / "pipe.pt")


def test_a_file_above_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_file({"w": torch.ones(1000)}, tmp_path / "vae.safetensors")
    monkeypatch.setattr(weights_file, "MOST_BYTES", 3000)
    with pytest.raises(WeightsError, match=r"vae.safetensors has 0 MB, and 0 MB are the most; save the weights alone"):
        read_weights(tmp_path / "vae.safetensors")


def test_weights_above_the_limit_as_float32_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half precision doubles, and a stride of 0 makes any number of one that is stored."""
    monkeypatch.setattr(weights_file, "MOST_BYTES", 30_000)
    assert "are the most" in refusal(save({"w": torch.ones(10_000, dtype=torch.bfloat16)}))
    assert "are the most" in refusal(saved({"w": torch.ones(1).expand(100, 100)}))


def test_a_packed_archive_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_file, "MOST_BYTES", 30_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vae/data.pkl", b"")
        archive.writestr("vae/data/0", bytes(40_000))
    assert len(packed.getvalue()) < 1000
    assert "are the most" in refusal(packed.getvalue())


def test_a_checkpoint_with_much_beside_its_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_file, "MOST_PICKLED", 1000)
    assert "holds much beside its weights" in refusal(saved({"w": torch.ones(1), "losses": list(range(1000))}))


@pytest.mark.parametrize("new", [True, False], ids=["zip", "before-1.6"])
def test_a_file_cut_short_or_changed_is_told_in_a_sentence(new: bool) -> None:
    data = saved(weights(), _use_new_zipfile_serialization=new)
    draw = np.random.default_rng(0)
    for _ in range(200):
        spoilt = bytearray(data)
        if draw.random() < 0.5:
            del spoilt[draw.integers(len(data)) :]
        else:
            spoilt[draw.integers(len(data))] = draw.integers(256)
        try:
            parse_weights(bytes(spoilt), "vae.pt")
        except WeightsError as error:
            assert str(error).startswith("vae.pt") and "Traceback" not in str(error)


def test_nothing_in_a_checkpoint_is_run(tmp_path: Path) -> None:
    """A pickle that would write a file beside itself leaves none."""
    mark = tmp_path / "ran"

    class Writes:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (mark,)

    for data in (saved(Writes()), saved(Writes(), _use_new_zipfile_serialization=False), pickle.dumps(Writes())):
        assert "can run code" in refusal(data)
    assert not mark.exists()


def test_refusals_show_no_path_and_no_text_of_torch() -> None:
    for data in (saved(Homework()), saved(weights())[:-200], zipped("vae/data.pkl")):
        told = refusal(data)
        assert "site-packages" not in told and "weights_only" not in told and "\x1b" not in told
