"""axe finds nothing amiss on a site without a server either, nor on its cards."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import complaints
from tests.e2e.conftest import Contexts
from tests.e2e.explorer import Explorer
from tests.e2e.test_take_along import Taker

pytestmark = pytest.mark.e2e


@pytest.fixture
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_site_and_its_dialog(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    assert complaints(explorer.page) == []
    Taker(explorer)
    assert complaints(explorer.page) == []


def test_its_cards(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.get_by_role("link", name="Model cards").click()
    explorer.page.wait_for_load_state()
    assert complaints(explorer.page) == []
