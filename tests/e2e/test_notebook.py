"""The explorer in JupyterLab: a cell shows it, sets it and reads what was drawn; saved, it is a picture."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.e2e.explorer import READ_PIXELS, eventually
from tests.e2e.lab import Lab, Notebook
from tests.helpers.drawings import DIGITS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

SHOW, SET, READ, REFUSED = (
    "import latent_explorer\nw = latent_explorer.show(height=640)\nw",
    "w.vae = [1, 0]",
    "print('read', sum(map(sum, w.picture or [])), w.digit, w.vae)",
    "w.layer = 'nothing'",
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = Lab(tmp_path_factory.mktemp("lab"), SHOW, SET, READ, REFUSED)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture
def notebook(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """The notebook with a kernel of its own, which has run the first cell."""
    with browser.new_context(viewport={"width": 1440, "height": 1200}) as context:
        opened = Notebook(lab, context.new_page())
        opened.run(0)
        yield opened
    lab.end_kernels()


def decoded(frame: Frame) -> bytes:
    return str(frame.locator("#decoded").evaluate(READ_PIXELS)).encode("latin-1")


def draw(page: Page, frame: Frame) -> bytes:
    """Draw a 7 on the pad, and return what the page makes of it: 28×28."""
    pad = frame.locator("#draw")
    pad.evaluate("(pad) => pad.scrollIntoView()")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    x, y, side = box["x"] + (box["width"] - box["height"]) / 2, box["y"], box["height"]
    for line in DIGITS[7]:
        for number, (across, down) in enumerate(line):
            page.mouse.move(x + across * side, y + down * side)
            if number == 0:
                page.mouse.down()
            page.wait_for_timeout(20)
        page.mouse.up()
    expect(frame.locator("body.sketching")).to_have_count(0)
    return str(frame.locator("#input").evaluate(READ_PIXELS)).encode("latin-1")


def as_html(file: Path) -> str:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--stdout", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_cell_sets_it_and_another_one_reads_what_was_drawn(notebook: Notebook) -> None:
    page, frame = notebook.page, notebook.explorer()
    notebook.reads(lambda said: "read 0 5 [" in said)
    before = decoded(frame)
    notebook.run(1)
    expect(frame.locator("#decoded")).to_have_attribute("data-z", "1,0")
    eventually(lambda: decoded(frame) != before, "the image is that of the z that the cell set", page)
    assert "read 0 5 [1.0, 0.0]" in notebook.reads(lambda said: "[1.0, 0.0]" in said)

    drawn = draw(page, frame)
    assert f"read {sum(drawn)} None [" in notebook.reads(lambda said: "None [" in said) and sum(drawn) > 5000


def test_what_it_refuses_is_said_and_keys_in_it_are_not_the_notebook_s(notebook: Notebook) -> None:
    page, frame = notebook.page, notebook.explorer()
    notebook.run(3)
    expect(page.get_by_text("stays as it was: layer.")).to_be_visible()
    frame.locator("#map-vae").focus()
    for key in ("b", "d", "d", "m", "Escape", "a"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert notebook.cells() == 4


def test_without_its_kernel_the_notebook_shows_a_picture_and_holds_no_page(notebook: Notebook, lab: Lab) -> None:
    page = notebook.page
    notebook.explorer()
    picture = page.locator("img[class^=latent-explorer]")
    expect(picture).to_be_hidden()
    saved = notebook.saves(lab.file, "image/png")
    assert len(saved) < 500_000
    png = json.loads(saved)["cells"][0]["outputs"][0]["data"]["image/png"].strip()
    assert f"data:image/png;base64,{png}" in as_html(lab.file)

    page.goto("about:blank")
    lab.end_kernels()
    Notebook(lab, page)
    expect(picture).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)
