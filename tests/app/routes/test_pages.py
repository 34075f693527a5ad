import re
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.http.i18n import Language, catalogue

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("query", "accept", "lang"), [("", "", "en"), ("?lang=vi", "en", "vi"), ("", "vi-VN", "vi"), ("?lang=xx", "", "en")]
)
def test_the_page_is_in_the_visitors_language(query: str, accept: str, lang: Language, client: TestClient) -> None:
    answer = client.get(f"/{query}", headers={"Accept-Language": accept})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{lang}"' in answer.text and catalogue(lang)["digit.upload"] in answer.text
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize("name", ["decoded", "upload", "map-ae", "map-vae", "posterior", "samples-vae", "terms"])
def test_the_page_has_its_stable_ids(name: str, client: TestClient) -> None:
    assert client.get("/").text.count(f'id="{name}"') == 1


def test_the_card_of_who_shares_the_page_names_it_and_a_picture_that_is_there(client: TestClient) -> None:
    said = dict(re.findall(r'<meta (?:property|name)="(?:og|twitter):(\w+)" content="([^"]*)">', client.get("/").text))
    asked, picture = urlsplit(said["url"]), urlsplit(said["image"])
    assert said["title"] == catalogue("en")["page.title"] and (asked.scheme, asked.path) == ("http", "/")
    assert asked.netloc in {
        client.base_url.netloc.decode(),
        "testserver",
    }  # as it is asked for
    assert picture.netloc == asked.netloc and client.get(picture.path).headers["content-type"] == "image/png"


def test_each_word_that_can_be_pressed_has_its_meaning_on_the_page(client: TestClient) -> None:
    page = client.get("/").text
    words = set(re.findall(r'class="word" aria-describedby="([\w-]+)"', page))
    assert {"means-prior", "means-encoder", "means-code"} <= words
    assert all(page.count(f'<dd id="{word}"') == 1 for word in words)
