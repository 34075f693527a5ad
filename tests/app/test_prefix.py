"""Behind a proxy that strips a path which nobody told the server, as Jupyter's and code-server's do."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.main import create_app
from latent_explorer.app.routes.live_frames import ADDRESS, IMAGES
from latent_explorer.app.settings import Settings, asset_folder
from tests.helpers.live import frame

PREFIXES = ["/proxy/8000", "/user/an%20/lab/proxy"]
NAMED = {  # addresses within what is of this type
    "text/html": re.compile(r'''(?:href|src)="([^"#?]+)"'''),
    "text/css": re.compile(r"""url\(["']?([^"')#]+)["']?\)"""),
    "text/javascript": re.compile(r'''^(?:import|export)\b[^;"]*"([./][^"]+)"''', re.MULTILINE),
}
LANGUAGE = re.compile(r'''<a href="([^"]+)" hreflang="([^"]+)"''')
OUTSIDE = re.compile(r"""["'`](/[a-z][^"'`\s<>]*)""")
OURS = [path for path in asset_folder("static").rglob("*.js") if "vendor" not in path.parts]


class Stripping:
    """A proxy that takes the prefix away, and tells the application nothing of it."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope.setdefault("raw_path", scope["path"].encode())  # starlette's TestClient leaves it out for sockets
        if scope["raw_path"].startswith(f"{self.prefix}/".encode()):
            raw = scope["raw_path"].removeprefix(self.prefix.encode())
            await self.app({**scope, "raw_path": raw, "path": raw.decode()}, receive, send)
        else:
            await PlainTextResponse("not the application's", 404)(scope, receive, send)


@pytest.fixture(scope="module", params=PREFIXES)
def inside(request: pytest.FixtureRequest) -> Iterator[tuple[TestClient, str]]:
    app: Any = Stripping(create_app(Settings()), request.param)
    with TestClient(app) as client:
        yield client, f"{request.param}/"


def reached(client: TestClient, address: str, seen: dict[str, int]) -> dict[str, int]:
    """The status of an address and of all that it leads to."""
    if address in seen:
        return seen
    answer = client.get(address, follow_redirects=False)
    seen[address] = answer.status_code
    pattern = NAMED.get(answer.headers["content-type"].partition(";")[0])
    for named in pattern.findall(answer.text) if pattern else ():
        if not named.startswith("data:"):
            reached(client, urljoin(address, named), seen)
    return seen


def test_the_page_its_documentation_and_their_scripts_are_found(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    seen = reached(client, prefix, {})
    assert {address: status for address, status in seen.items() if status != 200} == {}
    assert any(address.endswith("/page.js") for address in seen) and f"{prefix}docs" in seen


def test_answers_of_the_api_name_what_is_found_from_where_they_are(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    for model in ("vae-2d", "ae-2d"):
        address = f"{prefix}api/models/{model}/codes"
        picture = client.get(urljoin(address, client.get(address).json()["thumbnails"]["url"]))
        assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")


def test_what_is_tried_in_the_documentation_is_found(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    described = client.get(f"{prefix}openapi.json").json()
    (server,) = described["servers"]
    base = urljoin(f"{prefix}openapi.json", server["url"]).rstrip("/")
    assert client.get(f"{base}/api/models").status_code == 200


def test_a_slash_too_many_leads_back_inside(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    for path in ("docs/", "api/models/?x=1"):
        answer = client.get(prefix + path, follow_redirects=False)
        aim = urljoin(prefix + path, answer.headers["location"])
        assert (answer.status_code, aim) == (307, prefix + path.replace("/?", "?").rstrip("/"))
        assert client.get(aim).status_code == 200


def test_the_live_socket_opens_there(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    with client.websocket_connect(f"{prefix}api/live?model=vae-2d", headers={"Origin": "http://testserver"}) as socket:
        socket.send_bytes(ADDRESS.pack(0, 0, IMAGES) + frame(1, (0.0, 0.0)))
        assert len(socket.receive_bytes()) == ADDRESS.size + 8 + 784


def test_a_language_is_chosen_there(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    chosen = {code: urljoin(prefix, link) for link, code in LANGUAGE.findall(client.get(prefix).text)}
    assert chosen == {code: f"{prefix}?lang={code}" for code in ("en", "vi")}
    for code, address in chosen.items():
        assert f'<html lang="{code}"' in client.get(address).text


def test_the_policy_lets_the_page_add_its_last_slash_and_note_what_fails(inside: tuple[TestClient, str]) -> None:
    client, prefix = inside
    answer = client.get(prefix)
    scripts = re.findall(r"<script>(.+?)</script>", answer.text)
    assert len(scripts) == 2
    digests = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    named = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert f"script-src 'self' {named};" in answer.headers["content-security-policy"]


def test_no_module_of_the_page_names_an_address_from_the_root() -> None:
    assert {path.name: found for path in OURS if (found := OUTSIDE.findall(path.read_text("utf-8")))} == {}
