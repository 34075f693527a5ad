"""Who may import whom: the contracts of import-linter in pyproject.toml."""

import subprocess
import sys

from tests.helpers.paths import ROOT


def test_imports_follow_the_contracts() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "import_contracts.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
