"""Models that change on the server under an open page: it says so, asks nothing more of them, shows what there is."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from latent_explorer.app.http.i18n import text
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import CONFIG
from tests.e2e import pictures
from tests.e2e.conftest import Contexts, visiting
from tests.e2e.explorer import Explorer, eventually
from tests.helpers.serving import Restarted

pytestmark = pytest.mark.e2e
LOADING_MS = 60_000  # models load meanwhile
STRAY_404 = 4  # that a page may meet before it knows


def put(folder: Path, like: str, twin: str, refinements: int = 2) -> None:
    """A copy of a shipped model under another name; with other refinements it is another model."""
    shutil.copytree(ZOO / like, folder, ignore=shutil.ignore_patterns("codes.safetensors"), dirs_exist_ok=True)
    values = json.loads((folder / CONFIG).read_text())
    values["model"] |= {"twin": twin, "refinements": refinements}
    (folder / CONFIG).write_text(json.dumps(values))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    put(tmp_path / "mine", "vae-2d", "mine-too")
    put(tmp_path / "mine-too", "ae-2d", "mine")
    return tmp_path


class Visitor(Explorer):
    """A visitor who counts what is not found, and what is asked for."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.asked: list[str] = []
        self.not_found: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("response", lambda answer: self.not_found.append(answer.url) if answer.status == 404 else None)

    def is_told(self, key: str, **values: str) -> None:
        """The notice says so, the only one; and it is true that nothing more is asked."""
        expect(self.find("#changed-said")).to_have_text(text("en", key, **values), timeout=LOADING_MS)
        expect(self.find("#changed")).to_be_visible()
        expect(self.find("#connection")).to_be_hidden()
        self.asked.clear()
        self.page.mouse.move(*self.place("#map-vae", 0.5, 0.5))
        self.wheel_zoom(-1200)
        self.page.mouse.move(*self.place("#map-ae", 0.4, 0.4))
        eventually(lambda: bool(self.state("mapvae")), "the map has moved", self.page)
        assert [url for url in self.asked if not url.startswith("data:")] == []
        assert len(self.not_found) <= STRAY_404

    def has_gone_over(self) -> None:
        """What there is now is shown whole, and the notice is gone."""
        expect(self.find("#changed")).to_be_hidden()
        expect(self.find("body.switching")).to_have_count(0, timeout=LOADING_MS)
        expect(self.find("#problem")).to_be_hidden()
        z = self.settled_z()
        self.find("input[data-z='0']").fill("1")
        eventually(lambda: self.shown_z() != z, "the image follows", self.page)
        assert self.page.evaluate("window.marked"), "without a reload"
        assert len(self.not_found) <= STRAY_404


@pytest.fixture
def visitor(contexts: Contexts, server: Restarted) -> Iterator[Visitor]:
    with visiting(contexts, server, Visitor) as made:
        yield made


def restarted(server: Restarted, visitor: Visitor) -> None:
    """Start the server anew under the page, which has seen it go."""
    server.stop()
    expect(visitor.find("#connection")).to_be_visible()
    server.start()


def opened(visitor: Visitor, fragment: str = "#model=mine&digit=7") -> None:
    visitor.open(fragment)
    visitor.page.evaluate("() => (window.marked = true)")
    expect(visitor.find("#changed")).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 820, 360])
def test_the_notice_leaves_language_and_theme_in_reach(
    server: Restarted, visitor: Visitor, models: Path, width: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    opened(visitor)
    put(models / "mine", "vae-2d-beta-4", "mine-too", refinements=1)
    restarted(server, visitor)
    expect(visitor.find("#changed")).to_be_visible(timeout=LOADING_MS)
    for target in ("header a[lang=vi]", "#theme", "#changed-show"):
        visitor.find(target).click(trial=True, timeout=2000)


def test_other_weights_under_the_same_name_are_told_and_shown(
    server: Restarted, visitor: Visitor, models: Path
) -> None:
    opened(visitor)
    put(models / "mine", "vae-2d-beta-4", "mine-too", refinements=1)
    restarted(server, visitor)
    visitor.is_told("changed.replaced", ids="mine")
    expect(visitor.find("#changed-show")).to_have_text(text("en", "changed.anew"))
    visitor.find("#changed-show").click()
    visitor.has_gone_over()
    assert (visitor.state("model"), visitor.state("digit")) == ("mine", "7")
    tiles = {url.split("/")[6] for url in visitor.asked if "/models/mine/" in url and "/tiles/" in url}
    assert len(tiles) == 1, "tiles of the new weights alone"
    expect(visitor.find("#model-note")).to_be_hidden()


def test_a_page_that_computes_learns_of_other_weights_by_a_picture_that_the_server_reads(
    server: Restarted, visitor: Visitor, models: Path
) -> None:
    visitor.engine = ""
    opened(visitor)
    visitor.page.wait_for_selector("body[data-computes=page]")
    put(models / "mine", "vae-2d-beta-4", "mine-too", refinements=1)
    server.stop()
    server.start()
    visitor.upload(pictures.for_the_server())
    visitor.is_told("changed.replaced", ids="mine")
    visitor.find("#changed-show").click()
    visitor.digit_changes_to_own()
    visitor.has_gone_over()


def test_a_model_that_is_gone_is_named_and_another_takes_over_what_was_drawn_meanwhile(
    server: Restarted, visitor: Visitor, models: Path
) -> None:
    opened(visitor)
    for name in ("mine", "mine-too"):
        shutil.rmtree(models / name)
    server.stop()
    expect(visitor.find("#connection")).to_be_visible()
    x, y, width, height = visitor.box("#draw")
    visitor.page.mouse.move(x + width / 2, y + height / 5)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x + width / 2, y + 4 * height / 5, steps=8)
    visitor.page.mouse.up()
    server.start()
    visitor.is_told("changed.gone", ids="mine-too, mine")
    button = visitor.find("#changed-show")
    shown = str(button.inner_text())
    button.click()
    visitor.digit_changes_to_own()
    visitor.has_gone_over()
    model = str(visitor.state("model"))
    assert text("en", "changed.instead", id=model) == shown and visitor.state("digit") is None
    expect(visitor.find("#model-note")).to_contain_text(text("en", "picker.absent", id="mine", shown=model))


def test_a_picture_uploaded_to_a_model_that_is_gone_goes_over(
    server: Restarted, visitor: Visitor, models: Path
) -> None:
    opened(visitor)
    shutil.rmtree(models / "mine")
    restarted(server, visitor)
    visitor.is_told("changed.gone", ids="mine")
    visitor.upload(pictures.dark_on_white())
    visitor.find("#changed-show").click()
    visitor.digit_changes_to_own()
    visitor.has_gone_over()
    expect(visitor.find("#picture")).to_be_visible()


def test_models_that_are_not_on_show_change_without_a_word(server: Restarted, visitor: Visitor, models: Path) -> None:
    opened(visitor)
    put(models / "new", "vae-2d-gaussian", "new-too")
    put(models / "new-too", "ae-2d-gaussian", "new")
    restarted(server, visitor)
    option = visitor.find("#model option").filter(has_text="(new)")
    expect(option).to_have_count(1, timeout=LOADING_MS)
    expect(visitor.find("#changed")).to_be_hidden()
    visitor.find("#model").select_option(label=option.inner_text())
    eventually(lambda: visitor.state("model") == "new", "it can be picked", visitor.page)
    visitor.has_gone_over()


def test_a_link_to_a_model_that_is_not_here_says_what_is_shown_in_its_place(explorer: Explorer) -> None:
    explorer.open("#model=gone&vae=1,1&mapvae=1,1,6&digit=7")
    note = text("en", "picker.absent", id="gone", shown="vae-2d")
    expect(explorer.find("#model-note")).to_contain_text(note)
    eventually(lambda: explorer.view("vae") is None, "places in another model mean nothing here", explorer.page)
    explorer.find("#beta").focus()
    explorer.page.keyboard.press("End")
    expect(explorer.find("#model-note")).not_to_contain_text("gone")
