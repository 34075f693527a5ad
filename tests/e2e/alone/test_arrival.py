"""A site over a slow line or none, or half uploaded: what can be done meanwhile, what is said, and what stays."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.alone.conftest import export, hosted
from tests.e2e.conftest import DESKTOP, Contexts, Visit
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
FIRST_VISIT = "try { localStorage.removeItem('lesson'); } catch { /* no storage */ }"
HELD = "**/weights.safetensors"


@pytest.fixture
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


def test_while_weights_are_on_their_way_their_share_is_told_and_the_lesson_can_be_left(visit: Visit) -> None:
    visitor, held = visit(service_workers="block"), list[Route]()
    visitor.tolerate("registration blocked by Playwright")
    page = visitor.page
    page.add_init_script(FIRST_VISIT)
    page.route(HELD, lambda route: held.append(route))
    page.goto(visitor.link())
    expect(page.locator("#connection")).to_have_text(re.compile(r"^Loading the models: 0\.0 MB so far"))
    expect(page.locator("#lesson")).to_be_visible()
    page.click("#to-explorer")
    expect(page.locator("main")).to_be_visible()
    page.click("#to-lesson")
    expect(page.locator("#lesson")).to_be_visible()
    page.click("#to-explorer")
    eventually(lambda: len(held) == 3, "weights are asked for", page)
    for route in held:
        route.continue_()
    visitor.ready()
    expect(page.locator("#connection")).to_be_hidden()
    expect(page.locator("#lesson")).to_be_hidden()
    visitor.settled_z()


def test_a_model_that_is_not_kept_leaves_the_one_on_show_and_is_tried_again_when_chosen_again(
    contexts: Contexts, address: str, tmp_path: Path
) -> None:
    export(str(tmp_path), "--models", "vae-2d", "--models", "vae-16d")
    with hosted(tmp_path) as host:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), host, address)
        visitor.tolerate("Failed to load resource")
        page = visitor.open().page
        controls = "() => Boolean(navigator.serviceWorker.controller)"
        eventually(lambda: bool(page.evaluate(controls)), "the site's worker has its say", page)
        picker, shown = visitor.find("#model"), visitor.find("#model").input_value()
        other = next(value for value in ("0", "1") if value != shown)
        page.context.set_offline(True)
        for _ in range(2):
            picker.select_option(other)
            expect(picker).to_have_value(shown)
            expect(visitor.find("#problem")).to_contain_text("vae-16d can’t be loaded")
            visitor.find("input[data-z='0']").fill("1")
            visitor.image_is_of("vae", visitor.settled_z())
        page.context.set_offline(False)
        picker.select_option(other)
        eventually(lambda: visitor.state("model") == "vae-16d", "it is shown", page)
        expect(visitor.find("#problem")).to_be_hidden()
        contexts.forget(page)
    visitor.http.close()
    assert visitor.troubles == []


@pytest.mark.parametrize(
    "name", ["models.json", "codes.json", "judge.json", "weights.safetensors", "images.bin", "sample.png", "engine.js"]
)
def test_a_file_that_the_site_lacks_is_named_and_waited_for(visit: Visit, name: str) -> None:
    visitor = visit(service_workers="block")
    visitor.tolerate("registration blocked|Failed to load resource")
    page = visitor.page
    page.route(f"**/{name}", lambda route: route.fulfill(status=404, content_type="text/html", body="<h1>Nothing"))
    page.goto(visitor.link())
    lacks = page.locator("#connection, #problem").filter(has_text=re.compile(rf"{re.escape(name)} is missing here"))
    expect(lacks).to_be_visible()
    page.unroute(f"**/{name}")
    visitor.ready()
    visitor.settled_z()
    expect(lacks).to_be_hidden()


@pytest.mark.parametrize(("script", "opener"), [("lesson", "#to-lesson"), ("take_along", "#take")])
def test_a_script_that_the_site_lacks_is_named_when_it_is_asked_for(visit: Visit, script: str, opener: str) -> None:
    visitor = visit(service_workers="block")
    visitor.tolerate("registration blocked|Unexpected token|Failed to load")
    visitor.page.route(f"**/{script}.js", lambda route: route.fulfill(content_type="text/html", body="<h1>Nothing"))
    visitor.open().page.click(opener)
    said = visitor.page.locator("#problem, #lesson-problem").filter(has_text=f"{script}.js is missing here")
    expect(said.filter(visible=True)).to_have_count(1)


def test_where_the_scripts_come_under_a_wrong_type_the_page_says_so(visit: Visit) -> None:
    visitor = visit(service_workers="block")
    visitor.tolerate("MIME type|Refused to execute")
    wrong = {"X-Content-Type-Options": "nosniff"}
    visitor.page.route("**/*.js", lambda route: route.fulfill(content_type="text/plain", headers=wrong, body="1"))
    visitor.page.goto(visitor.link())
    expect(visitor.page.locator("#unreached")).to_contain_text("under another type than text/javascript")
    expect(visitor.page.locator(".of-disk")).to_be_hidden()
    expect(visitor.page.locator("#connection")).to_be_hidden()


def test_a_site_s_page_on_a_disk_says_what_opens_there(contexts: Contexts, tmp_path: Path) -> None:
    export(str(tmp_path), "--models", "vae-2d")
    page = contexts.page({"viewport": DESKTOP, "locale": "en-GB"})
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.locator("#unreached")).to_contain_text("export --single-file")
    expect(page.locator(".of-host")).to_be_hidden()
    page.close()
