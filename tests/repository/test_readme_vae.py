"""The README's lines for a VAE of one's own, as a newcomer types them: from a notebook to its page and its report."""

import ast
import json
import re
import shlex
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from latent_explorer.model.datasets.sample import mnist_sample
from tests.helpers.homework import homework, images
from tests.helpers.paths import ROOT
from tests.helpers.terminal import run

pytestmark = pytest.mark.slow


def lines(kind: str) -> str:
    """The block of a kind below the README's heading."""
    section = (ROOT / "README.md").read_text("utf-8").partition("## Your own VAE")[2]
    found = re.search(rf"```{kind}\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1]


def cell(code: str, names: dict[str, Any]) -> list[Any]:
    """What the expressions of a notebook's cell give, in order."""
    found = []
    for step in ast.parse(code).body:
        if isinstance(step, ast.Expr):
            found.append(eval(compile(ast.Expression(step.value), "cell", "eval"), names))
        else:
            exec(compile(ast.Module([step], []), "cell", "exec"), names)
    return found


def test_a_homework_vae_comes_to_its_page_and_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    monkeypatch.chdir(tmp_path)
    sample = mnist_sample().data
    names: dict[str, Any] = {"vae": homework(), "images": images(), "labels": sample.known_labels}
    explored, written = cell(lines("python"), names)
    with explored, urllib.request.urlopen(f"{explored.url}api/models") as answer:
        assert [model["id"] for model in json.load(answer)] == ["my-vae"]
        assert "<iframe" in explored._repr_html_()
    assert [path.name for path in written] == ["encoder.onnx", "decoder.onnx"]
    np.savez("digits.npz", images=sample.images, labels=sample.known_labels)
    for line in lines("sh").strip().splitlines():
        program, *arguments = shlex.split(line, comments=True)
        result = run(*arguments)
        assert program == "latent-explorer" and result.exit_code == 0, result.output
    report = json.loads(Path("mine-report/report.json").read_text("utf-8"))
    assert Path("mine-report/report.html").stat().st_size > 20_000 and report["model"]["id"] == "mine"
