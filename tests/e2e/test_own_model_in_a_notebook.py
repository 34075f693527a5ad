"""A VAE of a notebook's own kernel, shown in the cell below it, in JupyterLab."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.lab import Lab, Notebook
from tests.helpers.paths import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
CELL = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    "from tests.helpers.homework import homework, images\n"
    "import latent_explorer\n"
    "vae = homework()\n"
    "latent_explorer.explore(vae.encode, vae.decode, images())"
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = Lab(tmp_path_factory.mktemp("lab"), CELL)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def test_the_cell_shows_the_page_and_what_was_found(lab: Lab, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 1200}) as context:
        notebook = Notebook(lab, context.new_page())
        notebook.run(0)
        page = notebook.page
        frame = page.frame_locator("iframe[title='Latent Explorer']")
        frame.locator("body[data-ready=true]").wait_for(timeout=90_000)
        assert frame.locator("input[data-z]").count() == 4
        before = frame.locator("#decoded").get_attribute("data-z")
        frame.locator('input[data-z="0"]').press("PageUp")
        expect(frame.locator("#decoded")).not_to_have_attribute("data-z", before or "")
        expect(page.locator(".jp-OutputArea-output ul")).to_contain_text("log σ²")
        page.screenshot(path=str(Path(lab.file.parent) / "cell.png"))
    lab.end_kernels()
