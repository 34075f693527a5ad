import mimetypes
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.http.static_files import TYPES, digest_of
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings, asset_folder


def test_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    digests = [digest_of(tmp_path)]
    (tmp_path / "a").write_text("2")
    digests.append(digest_of(tmp_path))
    (tmp_path / "a").rename(tmp_path / "b")
    digests.append(digest_of(tmp_path))
    assert len(set(digests)) == 3
    assert digest_of(tmp_path) == digests[-1]


@pytest.mark.contract
def test_the_page_names_files_that_are_cached_for_ever(client: TestClient) -> None:
    digest = client.get("/").text.split("static/")[1].split("/")[0]
    answer = client.get(f"/static/{digest}/main.js")
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    for stale in ("/static/000000000000/main.js", f"/static/{digest}/absent.js"):
        missing = client.get(stale)
        assert missing.status_code == 404 and "immutable" not in missing.headers.get("cache-control", "")
        assert missing.headers["content-type"] == "application/problem+json"


@pytest.mark.contract
def test_ranges_are_answered_with_the_whole(client: TestClient) -> None:
    name = re.findall(r"static/[0-9a-f]+/page\.js", client.get("/").text)[0]
    whole = client.get(f"/{name}")
    for asked in ("bytes=0-9", "bytes=abc", "bytes=999999999-"):
        answer = client.get(f"/{name}", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, whole.content)


SERVED = {
    "main.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "engine.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "vendor/kernel/kernel.wasm": "application/wasm",
    "style/base.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "catalogue/en.json": "application/json",
    "screenshot.png": "image/png",
    "vendor/leaflet/LICENSE": "text/plain; charset=utf-8",
}


def test_types_of_files_are_ours_whatever_the_machine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    mimetypes.init()
    for suffix in TYPES:
        monkeypatch.setitem(mimetypes.types_map, suffix, "text/plain")
        assert mimetypes.guess_type(f"a{suffix}")[0] == "text/plain"
    client = TestClient(create_app(Settings()))
    digest = digest_of(asset_folder("static"))
    told = {path: client.get(f"/static/{digest}/{path}").headers["content-type"] for path in SERVED}
    assert told == SERVED


def test_every_file_of_the_page_has_a_type() -> None:
    suffixes = {path.suffix for path in asset_folder("static").rglob("*") if path.is_file()}
    assert suffixes - TYPES.keys() <= {"", ".ts"}  # .ts: types of a library, for the linters
