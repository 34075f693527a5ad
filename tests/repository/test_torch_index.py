"""PyTorch's own index of builds without CUDA: who is sent there, and that nobody else is."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

INDEX = "https://download.pytorch.org/whl/cpu"
# What make's targets depend on.
INPUTS = ("Makefile", "pyproject.toml", "package.json", "package-lock.json", ".ci/constraints.txt")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder in which nothing has been installed."""
    for name in INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci", dirs_exist_ok=True, symlinks=True)
    return tmp_path


def plan(clone: Path, *arguments: str) -> str:
    """The commands that make would run."""
    # A make that runs these tests hands on what it was told.
    told = ("-u", "TORCH", "-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL")
    command = ("env", *told, "make", "--directory", str(clone), "--dry-run", *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize("target", ["run", "test", "bench", "audit"])
def test_make_names_no_index(clone: Path, target: str) -> None:
    commands = plan(clone, target)
    assert " -m pip install " in commands
    assert [word for word in commands.split() if "index-url" in word or "://" in word] == []


def test_make_asks_it_for_torch_alone_and_before_all_else(clone: Path) -> None:
    first, *others = (line for line in plan(clone, "run", "TORCH=cpu").splitlines() if " pip install " in line)
    assert first.endswith(f" --no-deps --index-url {INDEX} torch")
    assert others and [line for line in others if "index-url" in line] == []


def test_make_keeps_to_the_build_that_was_chosen(clone: Path) -> None:
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "pip").touch()
    chosen = clone / ".venv" / "torch-cpu"
    chosen.touch()
    assert INDEX not in plan(clone, "run")
    # As when another torch is pinned; a second later, for a file system may know no less.
    second_later = chosen.stat().st_mtime + 1
    os.utime(clone / ".ci" / "constraints.txt", (second_later, second_later))
    assert INDEX in plan(clone, "run")


def test_make_knows_no_other_build(clone: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failure:
        plan(clone, "run", "TORCH=cuda")
    assert "there is TORCH=cpu" in failure.value.stderr


def test_uv_asks_it_for_torch_on_linux_alone() -> None:
    uv = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]
    assert uv["index"] == [{"name": "pytorch-cpu", "url": INDEX, "explicit": True}]
    assert uv["sources"] == {"torch": [{"index": "pytorch-cpu", "marker": "sys_platform == 'linux'"}]}
    assert uv.keys() == {"index", "sources"}


def test_the_container_asks_it_for_torch_unless_told_otherwise() -> None:
    (path,) = (path for folder in (".ci", "app") for path in (ROOT / folder).rglob("Containerfile"))
    text = path.read_text("utf-8").replace("\\\n", "")
    assert re.findall(r"^ARG (.*)$", text, re.MULTILINE) == [f"TORCH_INDEX={INDEX}"]
    assert re.search(
        r'if \[ -n "\$TORCH_INDEX" \]; then \S+/pip install .* --no-deps --index-url "\$TORCH_INDEX" torch', text
    )
    assert "--build-arg TORCH_INDEX=" in text.replace("\n# ", " ")


def test_no_other_index_is_named(files: list[str]) -> None:
    named = re.compile(r"--(?:extra-)?index-url[= ]+(\S+)|(https?://[^\s\"'`)>]*/(?:simple|whl)\b[^\s\"'`)>]*)")
    kinds = (".toml", ".txt", ".md", ".sh", "Makefile", "Containerfile", ".ci/run", ".ci/install_for_tests")
    texts = ((ROOT / name).read_text("utf-8") for name in files if name.endswith(kinds))
    found = {left or right for text in texts for left, right in named.findall(text)}
    assert {url for url in found if not url.startswith(('"$', "$("))} <= {INDEX}
