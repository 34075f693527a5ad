import gzip

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.middleware.compression import takes_gzip

TAKEN = [
    "gzip",
    "GZIP",
    "deflate, gzip;q=0.5",
    "*",
    "br, *;q=0.1",
    "x-gzip",
    "gzip;q=1.0, identity;q=0.5",
    "gzip;q=0.001",
]
REFUSED = ["", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzip;q=0.2, identity;q=0.9", "gzipped"]


@pytest.mark.parametrize(("header", "taken"), [(one, True) for one in TAKEN] + [(one, False) for one in REFUSED])
def test_gzip_goes_to_who_takes_it(header: str, taken: bool) -> None:
    assert takes_gzip([header]) == taken


def test_several_headers_are_one_list() -> None:
    assert takes_gzip(["br", "gzip"]) and not takes_gzip([])


@pytest.mark.contract
@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("gzip;q=0", None), ("identity", None)])
def test_an_answer_is_encoded_as_asked_and_says_that_it_depends_on_it(
    accepted: str, encoding: str | None, client: TestClient
) -> None:
    with client.stream("GET", "/api/models/vae-2d/codes", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == encoding
    assert (gzip.decompress(raw) if encoding else raw).startswith(b'{"thumbnails"')
    assert "Accept-Encoding" in answer.headers["vary"]


@pytest.mark.contract
def test_what_is_not_sent_again_depends_on_the_encoding_too(client: TestClient) -> None:
    tag = client.get("/api/models").headers["etag"]
    again = client.get("/api/models", headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["vary"]) == (304, "Accept-Encoding")
