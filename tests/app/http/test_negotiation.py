import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.negotiation import conditional, negotiate

OFFERS = ("application/json", "image/png", "application/octet-stream")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("image/png", "image/png"),
        ("IMAGE/PNG", "image/png"),
        ("image/*", "image/png"),
        ("application/*;q=0.5, image/png", "image/png"),
        ("image/png;q=0.2, application/octet-stream;q=0.9", "application/octet-stream"),
        ("*/*;q=0.1, application/json;q=0", "image/png"),
        ("text/html, */*;q=0.8", "application/json"),
    ],
)
def test_the_preferred_offer(accept: str | None, chosen: str) -> None:
    assert negotiate(accept, OFFERS) == chosen


@pytest.mark.parametrize("accept", ["text/html", "image/webp", "image/png;q=0", "nonsense", "image/png;q=nan"])
def test_no_offer_is_acceptable(accept: str) -> None:
    with pytest.raises(Problem) as caught:
        negotiate(accept, OFFERS)
    assert caught.value.code == "not_acceptable"


def request(if_none_match: str = "") -> Request:
    return Request({"type": "http", "method": "GET", "headers": [(b"if-none-match", if_none_match.encode())]})


def test_what_is_known_is_not_sent_again() -> None:
    fresh = conditional(request(), b"body", "text/plain")
    tag = fresh.headers["etag"]
    assert fresh.status_code == 200 and fresh.body == b"body"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = conditional(request(known), b"body", "text/plain")
        assert answer.status_code == 304 and not answer.body and answer.headers["etag"] == tag
    assert conditional(request(tag), b"changed", "text/plain").status_code == 200


@pytest.mark.contract
@pytest.mark.parametrize("accept", ["*/*", "application/octet-stream", "text/html"])
@pytest.mark.parametrize("act", ["decode", "compare"])
def test_an_answer_says_what_it_depends_on(act: str, accept: str, client: TestClient) -> None:
    sent = {"Accept": accept, "Accept-Encoding": "identity"}
    answer = client.post(f"/api/models/vae-2d/{act}", json={"z": [[0, 0]]}, headers=sent)
    told = [name for name in answer.headers["vary"].split(", ") if name != "Accept-Encoding"]
    assert told == (["Accept", "Accept-Language"] if accept == "text/html" else ["Accept"])


@pytest.mark.contract
@pytest.mark.parametrize("path", ["/nothing", "/problems/not_found"])
def test_a_sentence_depends_on_the_language(path: str, client: TestClient) -> None:
    assert client.get(path).headers["vary"] == "Accept-Language"
