"""Weights in a second file: found by us, beside the graph and nowhere else."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import ModelProto, external_data_helper

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.external import nothing_beside
from latent_explorer.model.foreign.onnx.graph import read_graph, read_graph_file
from latent_explorer.model.foreign.onnx.limits import GraphLimits
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from tests.helpers.onnx_graphs import LATENTS, PIXELS, data, decoder, model, node, one

NAME = "decoder.onnx.data"
CODES = np.ones((3, LATENTS), np.float32)


def saved(folder: Path, made: ModelProto) -> Path:
    """The path of a model whose weights lie beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / "decoder.onnx"
    onnx.save_model(made, path, save_as_external_data=True, location=NAME, size_threshold=0)
    assert (folder / NAME).stat().st_size
    return path


def test_reads_the_file_beside_the_graph(tmp_path: Path) -> None:
    made = decoder()
    whole = data(made)
    graph = read_graph_file(saved(tmp_path, made))
    assert graph.parameters == read_graph(whole).parameters
    np.testing.assert_array_equal(OnnxHalf(graph)(CODES)[0], OnnxHalf(read_graph(whole))(CODES)[0])


def test_takes_it_from_what_was_uploaded(tmp_path: Path) -> None:
    path = saved(tmp_path, decoder())
    uploaded = {NAME: (tmp_path / NAME).read_bytes()}
    assert read_graph(path.read_bytes(), uploaded.get).data == read_graph_file(path).data


def test_names_the_file_that_is_absent(tmp_path: Path) -> None:
    path = saved(tmp_path, decoder())
    (tmp_path / NAME).unlink()
    with pytest.raises(HalfError, match=rf"the weights are in a second file, {NAME}: add it"):
        read_graph_file(path)


def test_takes_no_file_of_that_name_from_where_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime, given bytes, would take another model's."""
    saved(tmp_path / "another", decoder())
    content = saved(tmp_path / "mine", decoder()).read_bytes()
    monkeypatch.chdir(tmp_path / "another")
    with pytest.raises(HalfError, match=f"second file, {NAME}"):
        read_graph(content)
    with pytest.raises(HalfError, match=f"second file, {NAME}"):
        read_graph(content, nothing_beside)


def test_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    path = saved(tmp_path / "mine", decoder())
    outside = (tmp_path / "mine" / NAME).rename(tmp_path / "elsewhere")
    (tmp_path / "mine" / NAME).symlink_to(outside)
    with pytest.raises(HalfError, match=f"{NAME} is a link that leads out of its folder"):
        read_graph_file(path)


def test_opens_no_folder_and_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(HalfError, match=r"there is no file encoder\.onnx"):
        read_graph_file(tmp_path / "encoder.onnx")
    (tmp_path / "encoder.onnx").mkdir()
    with pytest.raises(HalfError, match="a directory or a pipe"):
        read_graph_file(tmp_path / "encoder.onnx")


@pytest.mark.parametrize("location", ["../weights", "/etc/hostname", "a/b", r"a\b", "c:d", "..", "", "a\nb", "x" * 300])
def test_takes_plain_names_only(location: str) -> None:
    made = decoder()
    external_data_helper.set_external_data(made.graph.initializer[0], location)
    made.graph.initializer[0].ClearField("raw_data")
    with pytest.raises(HalfError, match="which is no plain name"):
        read_graph(data(made), lambda name: pytest.fail(f"asked for {name}"))


@pytest.mark.parametrize(
    ("offset", "length", "message"), [("0", "9999", "shorter"), ("500", "1", "shorter"), ("-1", "4", "where")]
)
def test_refuses_a_place_outside_the_file(offset: str, length: str, message: str) -> None:
    made = decoder()
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = tensor.EXTERNAL
    for key, value in (("location", "w"), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=value)
    with pytest.raises(HalfError, match=message):
        read_graph(data(made), {"w": bytes(400)}.get)


def test_counts_all_of_every_file_that_it_reads() -> None:
    """However little of it the graph takes, the whole file is held until the graph is whole."""
    names = ("w", "v")
    made = one("Sum", "x " + " ".join(names), {name: np.zeros(PIXELS, np.float32) for name in names})
    for tensor in made.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = tensor.EXTERNAL
        for key, value in (("location", tensor.name), ("length", str(4 * PIXELS))):
            tensor.external_data.add(key=key, value=value)
    files = {name: bytes(6000) for name in names}
    assert read_graph(data(made), files.get, GraphLimits(bytes=12_000)).parameters == 2 * PIXELS
    with pytest.raises(HalfError, match="the graph's weights have more than"):
        read_graph(data(made), files.get, GraphLimits(bytes=11_999))


def test_counts_a_file_as_often_as_it_is_named() -> None:
    """Many tensors may name the same bytes, and each takes its own once they are in the graph."""
    names = [f"w{place}" for place in range(20)]
    nodes = [node("Sum", "x " + " ".join(names), "y")]
    made = model(
        nodes, {"x": ["n", PIXELS]}, {"y": ["n", PIXELS]}, {name: np.zeros(PIXELS, np.float32) for name in names}
    )
    for tensor in made.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = tensor.EXTERNAL
        tensor.external_data.add(key="location", value="w")
    files = {"w": bytes(4 * PIXELS)}
    assert read_graph(data(made), files.get).parameters == 20 * PIXELS
    limits = GraphLimits(bytes=len(data(made)))
    assert len(files["w"]) < limits.bytes < 20 * 4 * PIXELS + len(data(made))
    with pytest.raises(HalfError, match="the graph's weights have more than"):
        read_graph(data(made), files.get, GraphLimits(bytes=max(len(data(made)), 19 * 4 * PIXELS)))
