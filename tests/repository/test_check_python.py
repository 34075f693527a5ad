"""Make says what to do where this Python or machine can't run the explorer."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".ci" / "check_python.py"
obstacle = runpy.run_path(str(FILE))["obstacle"]


@pytest.mark.parametrize(
    ("version", "system", "machine", "advice"),
    [
        ((3, 10), "Linux", "x86_64", "PYTHON=python3.12"),
        ((3, 15), "Darwin", "arm64", "PYTHON=python3.12"),
        ((3, 12), "Darwin", "x86_64", "container"),
        ((3, 11), "Darwin", "arm64", None),
        ((3, 14), "Linux", "x86_64", None),
        ((3, 13), "Windows", "AMD64", None),
    ],
)
def test_it_says_what_to_do(version: tuple[int, int], system: str, machine: str, advice: str | None) -> None:
    said = obstacle(version, system, machine)
    assert said is None if advice is None else advice in said


def test_this_python_runs_it_and_make_asks() -> None:
    assert subprocess.run([sys.executable, FILE], check=False).returncode == 0
    assert f"$(PYTHON) {FILE.relative_to(ROOT)}" in (ROOT / "Makefile").read_text("utf-8")
