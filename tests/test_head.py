import re

import pytest
from fastapi.testclient import TestClient

TILE = "tile"


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/healthz", "/openapi.json", "/api/models", "/api/sample.png", TILE, "static"]
)
def test_head_answers_as_get_does_without_the_body(path: str, client: TestClient) -> None:
    if path == TILE:
        revision = client.get("/api/models/vae-2d").json()["revision"]
        path = f"/api/models/vae-2d/{revision}/tiles/0/0/0.png"
    if path == "static":
        path = "/" + re.findall(r"static/[0-9a-f]+/main\.js", client.get("/").text)[0]
    whole, head = client.get(path), client.head(path)
    assert (whole.status_code, head.status_code, head.content) == (200, 200, b"")
    assert head.headers == whole.headers and whole.content


def test_head_fails_as_get_does(client: TestClient) -> None:
    for path in ("/nothing", "/api/models/nope", "/api/models/vae-2d/decode"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content, head.headers) == (whole.status_code, b"", whole.headers)
