"""A folder of models with a hostile one in it: that one is left out with a sentence, and the others are served."""

import json
import shutil
from pathlib import Path

import pytest
from onnx import ModelProto

from latent_explorer.model.config import Conventions, ForeignConfig
from latent_explorer.model.registry import ZOO, open_registry
from tests.helpers.onnx_graphs import data, decoder, node


def without_output(*outputs: str) -> ModelProto:
    """A graph with a constant that gives none, or several."""
    made = decoder()
    made.graph.node.append(node("Constant", "", " ".join(outputs), value_int=3))
    return made


def without_input(last: str) -> ModelProto:
    """A graph whose last node takes nothing."""
    made = decoder(last)
    del made.graph.node[-1].input[:]
    return made


HOSTILE = {"none": without_output(), "two": without_output("a", "b"), "no_input": without_input("Log")}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_the_others_are_served(tmp_path: Path, made: ModelProto) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    config = ForeignConfig("onnx", Conventions((1, 28, 28)), 4)
    (folder / "config.json").write_text(json.dumps({"foreign": config.to_json()}))
    for name in ("encoder.onnx", "decoder.onnx"):
        (folder / name).write_bytes(data(made))
    shutil.copytree(ZOO / "vae-2d", tmp_path / "vae-2d")
    found = open_registry([tmp_path])
    assert list(found.models) == ["vae-2d"]
    assert "no ONNX graph, or is damaged" in found.failures["hostile"]
