"""JupyterLab with settings of its own, and a notebook that is open there."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Frame, Page

from tests.e2e.explorer import eventually

START_S = 60.0
TOKEN = "of-the-tests"
OWN = (
    *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"),
    *("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"),
)
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}


class Lab:
    """JupyterLab on a folder that holds one notebook, with settings of its own."""

    def __init__(self, folder: Path, *cells: str) -> None:
        self.file = folder / "work" / "explorer.ipynb"
        self.file.parent.mkdir()
        nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=KERNEL), self.file)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.api = httpx2.Client(base_url=self.address, params={"token": TOKEN})
        self._log = folder / "log"
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *self._settings(port)],
                stderr=log,
                env={**os.environ, **{name: str(folder / name) for name in OWN}},
            )

    def _settings(self, port: int) -> list[str]:
        named = {
            "ServerApp.root_dir": self.file.parent,
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "IdentityProvider.token": TOKEN,
        }
        return ["--no-browser", "--allow-root", *(f"--{name}={value}" for name, value in named.items())]

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + START_S
        while time.monotonic() < end and self._server.poll() is None:
            try:
                self.api.get("/api/status").raise_for_status()
                return
            except httpx2.HTTPError:
                time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{self._log.read_text()}")

    def end_kernels(self) -> None:
        for session in self.api.get("/api/sessions").json():
            self.api.delete(f"/api/sessions/{session['id']}").raise_for_status()

    def stop(self) -> None:
        self.api.close()
        self._server.terminate()
        self._server.wait(20)


class Notebook:
    """The notebook, open in a browser, its kernel at rest."""

    def __init__(self, lab: Lab, page: Page) -> None:
        self.page = page
        page.goto(f"{lab.address}/lab/tree/{lab.file.name}?token={TOKEN}&reset")
        page.get_by_text(re.compile(r"ipykernel\) \| Idle")).wait_for(timeout=60_000)

    def run(self, cell: int) -> None:
        self.page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def cells(self) -> int:
        return self.page.locator(".jp-Notebook .jp-Cell").count()

    def explorer(self) -> Frame:
        """The page in its frame, ready."""
        element = self.page.locator("iframe[title='Latent Explorer']").element_handle(timeout=60_000)
        self.page.wait_for_function("(frame) => frame.src.startsWith('blob:')", arg=element)
        frame = element.content_frame()
        assert frame
        frame.wait_for_selector("body[data-ready=true]")
        return frame

    def reads(self, wanted: Callable[[str], bool]) -> str:
        """What the reading cell prints, run again until that is as it should be."""
        printed = ""

        def is_so() -> bool:
            nonlocal printed
            self.run(2)
            self.page.wait_for_timeout(300)
            printed = " ".join(self.page.locator(".jp-OutputArea-output pre").all_inner_texts())
            return wanted(printed)

        eventually(is_so, "the cell reads what was told", self.page)
        return printed

    def saves(self, file: Path, wanted: str) -> str:
        """What is in the file once this is in it, too."""

        def is_there() -> bool:
            self.page.keyboard.press("Control+s")
            self.page.wait_for_timeout(300)
            return wanted in file.read_text("utf-8")

        eventually(is_there, f"{file.name} is saved", self.page)
        return file.read_text("utf-8")
