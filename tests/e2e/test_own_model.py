"""A model of the user's own on the page: shown by itself, computed by the server, without what it lacks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

import latent_explorer
from latent_explorer.app.in_process.explore import Explored
from latent_explorer.model.datasets.sample import mnist_sample
from tests.e2e.conftest import DESKTOP, Contexts
from tests.helpers.homework import LATENT_DIM, homework, images

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def explored() -> Iterator[Explored]:
    vae, labels = homework(), mnist_sample().data.known_labels
    with latent_explorer.explore(vae.encode, vae.decode, images(), labels, name="homework") as found:
        yield found


@pytest.fixture
def page(contexts: Contexts, explored: Explored) -> Iterator[Page]:
    page = contexts.page({"viewport": DESKTOP, "locale": "en-GB"})
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    begin(page, explored, "en")
    yield page
    contexts.forget(page)
    assert troubles == []


def begin(page: Page, explored: Explored, lang: str) -> None:
    page.goto(f"{explored.url}?lang={lang}#lesson=off")
    page.wait_for_selector("body[data-ready]")


def test_it_is_shown_by_itself_and_nothing_of_another_model_is_seen(page: Page) -> None:
    expect(page.locator("#model-note")).to_contain_text("homework was built elsewhere and is shown by itself")
    for tab in ("step", "samples", "walk", "prior"):
        page.locator(f"#tab-{tab}").click()
        expect(page.locator(f"#panel-{tab}")).to_be_visible()
        assert not [one for one in page.locator(f"#panel-{tab} .of-ae").all() if one.is_visible()], tab


def test_the_server_computes_it_as_the_sliders_move(page: Page) -> None:
    assert page.locator("input[data-z]").count() == LATENT_DIM
    expect(page.locator("body")).not_to_have_attribute("data-computes", "page")
    before = page.locator("#decoded").get_attribute("data-z")
    page.locator('input[data-z="0"]').focus()
    page.keyboard.press("PageUp")
    expect(page.locator("#decoded")).not_to_have_attribute("data-z", before or "")


def test_its_loss_has_a_divergence_and_no_elbo(page: Page) -> None:
    terms = page.locator("#terms")
    expect(terms).to_contain_text("KL divergence")
    expect(terms).to_contain_text("No likelihood was declared")
    expect(terms).to_contain_text("Squared error over the image")
    assert not terms.locator("tr.negative_elbo, tr.reconstruction, .heat").count()


def test_it_is_said_in_vietnamese_too(page: Page, explored: Explored) -> None:
    begin(page, explored, "vi")
    expect(page.locator("#model-note")).to_contain_text("homework được tạo ở nơi khác")
    expect(page.locator("#terms")).to_contain_text("chưa khai báo hàm hợp lý")
