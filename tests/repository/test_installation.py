"""An installation beside packages that share our folders' names, and the face that it shows."""

import importlib
import os
import sys
from pathlib import Path

import pytest
import setuptools

import latent_explorer
from tests.repository.conftest import run

SITE_PACKAGES = {"site-packages", "dist-packages"}
OFFLINE = ("--no-index", "--no-deps", "--no-build-isolation", "--no-compile")
OURS = "from latent_explorer.app import cli; from latent_explorer import model; print(cli.__file__, model.__file__)"
ALL_OF_OURS = "import latent_explorer.app.cli.evaluate, latent_explorer.app.main"
THEIRS = "import app.main, model.train; print(app.WHOSE, app.main.WHOSE, model.WHOSE, model.train.WHOSE)"


class Environment:
    """A virtual environment that has packages `app` and `model` of its own."""

    def __init__(self, folder: Path) -> None:
        run(sys.executable, "-m", "venv", "--without-pip", folder)
        self.python = folder / "bin" / "python"
        (self.packages,) = folder.glob("lib/python*/site-packages")
        for name, module in (("app", "main"), ("model", "train")):
            (self.packages / name).mkdir()
            for file in ("__init__", module):
                (self.packages / name / f"{file}.py").write_text("WHOSE = 'theirs'\n")

    def install(self, *what: str | Path) -> set[str]:
        """What in site-packages holds files that were not there before `pip install`."""
        before = self.files()
        tools = self.packages.parent / "tools"
        tools.mkdir()
        for pattern in ("setuptools", "setuptools-*", "_distutils_hack"):  # in setuptools-* it names its commands
            for path in Path(setuptools.__file__).parents[1].glob(pattern):
                (tools / path.name).symlink_to(path)
        pip = (sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", *OFFLINE)
        run(*pip, *what, env={**os.environ, "PYTHONPATH": str(tools)})
        new = {path.parts[0] for path in self.files() - before}
        # Only now, so that pip sees no installation but this one: what it depends on is borrowed.
        borrowed = [path for path in sys.path if Path(path).name in SITE_PACKAGES]
        (self.packages / "borrowed.pth").write_text("\n".join(borrowed))
        return new

    def files(self) -> set[Path]:
        return {path.relative_to(self.packages) for path in self.packages.rglob("*") if path.is_file()}

    def python_prints(self, code: str, **options: object) -> str:
        return run(self.python, "-c", code, **{"cwd": self.packages, **options})

    def latent_explorer(self, *arguments: str, **options: object) -> str:
        return run(self.python.with_name("latent-explorer"), *arguments, **options)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("installed"))
    new = environment.install(wheel)
    assert new == {"latent_explorer", f"latent_explorer-{latent_explorer.__version__}.dist-info"}
    return environment


@pytest.fixture(scope="module")
def editable(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("editable"))
    new = environment.install("--editable", source)
    assert {name for name in new if "latent_explorer" not in name} == set()
    return environment


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A practitioner's folder: modules of the same names, which say so when they are imported."""
    for name in ("app", "model"):
        (tmp_path / f"{name}.py").write_text(f"print('{name}.py of this folder')\n")
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize("way", ["installed", "editable"])
def test_packages_app_and_model_of_others_work_and_so_do_ours(way: str, request: pytest.FixtureRequest) -> None:
    environment = request.getfixturevalue(way)
    assert environment.python_prints(THEIRS) == "theirs theirs theirs theirs\n"
    assert environment.latent_explorer("--version") == f"latent-explorer {latent_explorer.__version__}\n"
    folder = request.getfixturevalue("source") if way == "editable" else environment.packages / "latent_explorer"
    ours = [folder / "app" / "cli" / "__init__.py", folder / "model" / "__init__.py"]
    assert environment.python_prints(OURS).split() == [str(path) for path in ours]


@pytest.mark.process
@pytest.mark.parametrize("way", ["installed", "editable"])
def test_it_runs_in_a_folder_with_modules_app_and_model(
    way: str, workplace: Path, request: pytest.FixtureRequest
) -> None:
    environment = request.getfixturevalue(way)
    here = {"cwd": workplace, "env": {**os.environ, "PYTHONPATH": "."}}
    assert environment.python_prints("import app, model", **here) == "app.py of this folder\nmodel.py of this folder\n"
    for arguments in (["evaluate", "--help"], ["settings"]):
        assert "of this folder" not in environment.latent_explorer(*arguments, **here)
    assert environment.python_prints(ALL_OF_OURS, **here) == ""


def test_importing_the_public_face_imports_neither_torch_nor_the_web() -> None:
    code = "import sys, latent_explorer; print(sorted({'torch', 'numpy', 'fastapi', 'pydantic'} & set(sys.modules)))"
    assert run(sys.executable, "-c", code) == "[]\n"


@pytest.mark.parametrize("name", latent_explorer.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert name in dir(latent_explorer)
    assert getattr(importlib.import_module("latent_explorer"), name) is not None


def test_no_other_name_is_public() -> None:
    with pytest.raises(AttributeError, match="'latent_explorer' has no attribute 'load_all'"):
        latent_explorer.load_all  # noqa: B018
