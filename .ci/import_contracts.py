"""Holds the import contracts of pyproject.toml: `python .ci/import_contracts.py`, which imports nothing of the project.

import-linter follows neither links nor an editable installation's finder, so it is shown a copy of the package as a
wheel would lay it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = {"python_api", "zoo", "sample_data", "__pycache__"}


def main() -> int:
    """The exit status of lint-imports."""
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch, "latent_explorer")
        shutil.copytree(ROOT / "app" / "python_api", package)
        for name in ("app", "model"):
            shutil.copytree(ROOT / name, package / name, ignore=_but_modules)
        lint = Path(sys.executable).with_name("lint-imports")
        command = [lint, "--config", ROOT / "pyproject.toml", "--no-cache", "--no-logo"]
        return subprocess.run(command, cwd=scratch, env={**os.environ, "PYTHONPATH": scratch}).returncode


def _but_modules(folder: str, names: list[str]) -> list[str]:
    """What is no module and holds none: weights, pictures, configuration."""
    return [name for name in names if name in DATA or not (name.endswith(".py") or Path(folder, name).is_dir())]


if __name__ == "__main__":
    sys.exit(main())
