"""What a site without a server does besides: languages, no network after the first visit, one file, and what fails."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.alone.conftest import export, hosted
from tests.e2e.conftest import DESKTOP, Contexts, Visit
from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.pictures import dark_on_white
from tests.e2e.test_take_along import Taker, native

pytestmark = pytest.mark.e2e
KEPT = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().map(({ url }) => url);
}"""


@pytest.fixture
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


def uncached(visit: Visit) -> Explorer:
    """A visitor for whom nothing is kept: what a test does to requests meets all of them."""
    visitor = visit(service_workers="block")
    visitor.tolerate("registration blocked by Playwright")
    return visitor


@pytest.mark.parametrize(
    ("locale", "query", "language"),
    [
        ("en-GB", "", "en"),
        ("vi-VN", "", "vi"),
        ("vi-VN", "?lang=en", "en"),
        ("fr-FR", "", "en"),
        ("en-GB", "?lang=vi", "vi"),
    ],
)
def test_the_language_is_the_address_s_else_the_visitor_s(visit: Visit, locale: str, query: str, language: str) -> None:
    visitor = visit(locale=locale)
    visitor.page.goto(f"{visitor.address}/{query}#tab=walk")
    visitor.ready()
    assert visitor.page.evaluate("document.documentElement.lang") == language
    assert visitor.state("tab") == "walk", "what the address says of the page comes along"


def test_the_other_language_is_a_link_that_keeps_the_state(explorer: Explorer) -> None:
    explorer.open("#tab=walk&vae=0.5,0.5")
    explorer.find("a[hreflang=vi]").click()
    explorer.page.wait_for_selector("html[lang=vi] body[data-ready=true]")
    assert explorer.state("vae") == "0.5,0.5" and explorer.state("tab") == "walk"
    explorer.find("a[hreflang=en]").click()
    explorer.page.wait_for_selector("html[lang=en] body[data-ready=true]")


def test_after_the_first_visit_it_needs_no_network(contexts: Contexts, address: str, tmp_path: Path) -> None:
    export(str(tmp_path / "lab"), "--models", "vae-2d")
    with hosted(tmp_path) as host:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), f"{host}/lab", address)
        visitor.open()
        held = {"api/sample.png", "api/models/vae-2d.json", "api/models/ae-2d/codes.json", "weights.safetensors"}

        def all_kept() -> bool:
            kept = visitor.page.evaluate(KEPT)
            weights = sum(url.endswith("weights.safetensors") for url in kept)
            return weights == 3 and all(any(url.endswith(name) for url in kept) for name in held)

        eventually(all_kept, "all that it has loaded is kept", visitor.page)
    visitor.open("#vae=0.5,0.5", lang="vi")
    visitor.image_is_of("vae", visitor.settled_z())
    visitor.http.close()
    contexts.forget(visitor.page)
    assert visitor.troubles == []


def test_a_new_export_is_shown_once_no_page_shows_the_old_one(contexts: Contexts, address: str, tmp_path: Path) -> None:
    export(str(tmp_path), "--models", "vae-2d", "--title", "Old")
    with hosted(tmp_path) as host:
        first = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), host, address)
        first.open()
        controls = "() => Boolean(navigator.serviceWorker.controller)"
        eventually(lambda: bool(first.page.evaluate(controls)), "the site's worker has its say", first.page)
        export(str(tmp_path), "--models", "vae-2d", "--title", "New", "--force")
        second = Explorer(first.page.context.new_page(), host, address)
        second.open()
        waits = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
        eventually(lambda: bool(second.page.evaluate(waits)), "the new one is there, and waits", second.page)
        assert second.open().page.title() == "Old"
        first.page.close()
        second.page.close()
        third = Explorer(second.page.context.new_page(), host, address)
        eventually(lambda: third.open().page.title() == "New", "the new one", third.page)
        contexts.forget(third.page)
    for visitor in (first, second, third):
        visitor.http.close()
        assert visitor.troubles == []


def test_who_comes_while_a_site_is_uploaded_is_not_kept_on_files_of_both(
    contexts: Contexts, address: str, tmp_path: Path
) -> None:
    export(str(tmp_path), "--models", "vae-2d", "--title", "Old")
    old = {name: (tmp_path / name).read_bytes() for name in ("index.html", "vi.html")}
    with hosted(tmp_path) as host:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "vi-VN"}), host, address)
        visitor.tolerate("is of another export")
        export(str(tmp_path), "--models", "vae-2d", "--title", "New", "--force")
        for name, page in old.items():
            (tmp_path / name).write_bytes(page)
        visitor.open()
        ended = "async () => !(await navigator.serviceWorker.getRegistration())?.installing"
        eventually(lambda: bool(visitor.page.evaluate(ended)), "the worker has tried", visitor.page)
        assert visitor.page.evaluate(KEPT) == []
        export(str(tmp_path), "--models", "vae-2d", "--title", "New", "--force")
        eventually(lambda: visitor.open().page.title() == "New", "the new one", visitor.page)
        contexts.forget(visitor.page)
    visitor.http.close()


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "my explorer.html"
    export("--single-file", str(path), "--models", "vae-2d")
    return path


@pytest.fixture
def reader(contexts: Contexts, address: str, one_file: Path) -> Iterator[Explorer]:
    """Who opens the file from a disk."""
    visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), "file://", address)
    visitor.page.goto(one_file.as_uri() + "#vae=0.5,0.5")
    yield visitor.ready()
    visitor.http.close()
    contexts.forget(visitor.page)
    assert visitor.troubles == []


def test_a_file_from_a_disk_does_the_three_jobs_and_keeps_its_state(reader: Explorer) -> None:
    for side in SIDES:
        reader.page.mouse.move(*reader.place(f"#map-{side}", 0.4, 0.6))
        eventually(lambda side=side: reader.active() == side, side, reader.page)  # type: ignore[misc]
        reader.image_is_of(side, reader.settled_z())
    reader.find("#gallery button[aria-label^='7:']").first.click()
    expect(reader.find("#about")).to_contain_text("reads 7")
    reader.uploaded(dark_on_white())
    expect(reader.find("#steps li").nth(4)).to_be_attached()  # shown by a script that comes with the first picture
    reader.find("input[data-z='0']").fill("1")
    eventually(lambda: "vae=1," in reader.page.url, "its address says where one is", reader.page)
    reader.find("#layer").select_option("labels")
    expect(reader.find("#map-vae .readout")).to_contain_text(re.compile(r"judge reads \d"))
    reader.page.reload()
    reader.ready()
    assert reader.shown_z()[0] == 1


def test_a_file_from_a_disk_is_taken_along_with_a_link_for_this_machine(reader: Explorer) -> None:
    decoded = reader.pixels("#decoded")
    taker = Taker(reader)
    assert reader.find("#take-address").input_value().startswith("file:///")
    expect(reader.find("#take-along")).to_contain_text("opens on this machine only")
    assert native(taker.pixels("The decoded image, VAE")) == decoded
    assert len(taker.table("All values, both models")) == 2 * 17


def test_a_picture_that_is_given_before_the_page_computes_is_shown_once_it_does(visit: Visit) -> None:
    explorer, held = uncached(visit), list[Route]()
    explorer.page.route("**/weights.safetensors", lambda route: held.append(route))
    explorer.page.goto(explorer.link())
    eventually(lambda: len(held) == 3, "weights are asked for", explorer.page)
    explorer.upload(dark_on_white())
    explorer.page.wait_for_timeout(300)
    for route in held:
        route.continue_()
    explorer.digit_changes_to_own()
    explorer.ready()
    expect(explorer.find("#steps li").nth(4)).to_be_attached()


def test_where_pictures_can_t_be_read_the_page_says_so(visit: Visit) -> None:
    explorer = uncached(visit)
    explorer.tolerate("Uncaught")
    explorer.page.route("**/reader.js", lambda route: route.fulfill(content_type="text/javascript", body="throw 1"))
    explorer.open()
    explorer.upload(dark_on_white())
    expect(explorer.find("#problem")).to_contain_text("couldn't read the picture")


def test_what_else_its_host_has_is_none_of_its_worker_s_business(
    contexts: Contexts, address: str, tmp_path: Path
) -> None:
    export(str(tmp_path), "--models", "vae-2d")
    (tmp_path / "slides.html").write_text("<title>1</title>")
    with hosted(tmp_path) as host:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), host, address)
        visitor.open()
        controls = "() => Boolean(navigator.serviceWorker.controller)"
        eventually(lambda: bool(visitor.page.evaluate(controls)), "the site's worker has its say", visitor.page)
        for title in ("1", "2"):
            (tmp_path / "slides.html").write_text(f"<title>{title}</title>")
            visitor.page.goto(f"{host}/slides.html?{title}")
            assert visitor.page.title() == title
        contexts.forget(visitor.page)
        visitor.http.close()


def test_where_no_worker_may_compute_the_page_says_so(visit: Visit) -> None:
    explorer = uncached(visit)
    explorer.tolerate("Uncaught")
    explorer.page.route("**/engine.js", lambda route: route.fulfill(content_type="text/javascript", body="throw 1"))
    explorer.page.goto(explorer.link())
    expect(explorer.find("#problem")).to_contain_text("This page computes by itself, and that did not work here")


def test_its_cards_are_a_link_away_and_lead_back(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.get_by_role("link", name="Model cards").click()
    expect(explorer.page.get_by_role("heading", name="vae-2d", exact=True)).to_be_visible()
    assert explorer.page.evaluate("[...document.images].every((one) => one.naturalWidth > 0)")
    explorer.page.get_by_role("link", name="Latent Explorer").click()
    explorer.ready()


FRAMED = """([html, kind]) => {
    const frame = Object.assign(document.createElement("iframe"), { width: 1200, height: 800 });
    if (kind.includes("sandbox")) frame.sandbox = "allow-scripts";
    if (kind.includes("srcdoc")) frame.srcdoc = html;
    else frame.src = URL.createObjectURL(new Blob([html], { type: "text/html" })) + "#vae=0.5,0.5";
    document.body.replaceChildren(frame);
}"""


@pytest.mark.parametrize("program", ["browser", "firefox_browser"])
@pytest.mark.parametrize("kind", ["srcdoc", "srcdoc in a sandbox", "a blob", "a blob in a sandbox"])
def test_the_file_works_within_a_page(request: pytest.FixtureRequest, program: str, kind: str, one_file: Path) -> None:
    """As platforms, slides and notebooks hold it: without an address of its own, or without an origin."""
    page = Contexts(request.getfixturevalue(program)).page({"viewport": DESKTOP, "locale": "en-GB"})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("about:blank")
    page.evaluate(FRAMED, [one_file.read_text("utf-8"), kind])
    inside = page.frame_locator("iframe")
    expect(inside.locator("body[data-ready=true]")).to_be_attached(timeout=30_000)
    inside.locator("input[data-z='0']").fill("1")
    expect(inside.locator("#decoded")).to_have_attribute("data-z", re.compile(r"^1,"))
    page.close()
    assert complaints == []
