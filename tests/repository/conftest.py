"""What is built of the repository, once for all its tests: a source distribution, and a wheel from that."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.paths import ROOT

BUILD_SDIST = "import sys; sys.path.insert(0, '.ci'); import build_backend; build_backend.build_sdist(sys.argv[1])"


def run(*command: str | Path, **options: object) -> str:
    """What a command prints; the test fails with what it says where it fails."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, **options)  # type: ignore[call-overload]
    assert result.returncode == 0, result.stdout + result.stderr
    return str(result.stdout)


@pytest.fixture(scope="session")
def files() -> list[str]:
    """Every file that git tracks, or would track once it is added."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    names = run("git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [name for name in names if name and (ROOT / name).exists()]


@pytest.fixture(scope="session")
def sdist(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source distribution of a clone's files, whatever else lies in this folder."""
    clone = tmp_path_factory.mktemp("clone")
    for name in files:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name, follow_symlinks=False)
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-c", BUILD_SDIST, folder, cwd=clone)
    (path,) = folder.glob("*.tar.gz")
    return path


@pytest.fixture(scope="session")
def source(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked, with static/vendor in place: without it, a build fetches it."""
    folder = tmp_path_factory.mktemp("source")
    run(sys.executable, "-m", "tarfile", "--extract", sdist, folder)
    (unpacked,) = folder.iterdir()
    shutil.copytree(ROOT / "static" / "vendor", unpacked / "static" / "vendor")
    return unpacked


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built without a network from what the source distribution holds."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-index", "--no-deps", "--no-build-isolation")
    run(sys.executable, "-m", "pip", "wheel", "-q", *offline, "--wheel-dir", folder, source)
    (path,) = folder.glob("*.whl")
    return path
