import gzip
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.http.made_files import STYLES, MadeFile, engine, modules, styles
from latent_explorer.app.settings import asset_folder

STATIC = asset_folder("static")


def address(client: TestClient, name: str) -> str:
    (found,) = re.findall(rf'"(static/[0-9a-f]+/{name})"', client.get("/").text)
    return f"/{found}"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("name", "kind"), [("page.js", "text/javascript"), ("engine.js", "text/javascript"), ("page.css", "text/css")]
)
def test_the_page_loads_one_file_of_each_kind_packed_and_for_ever(client: TestClient, name: str, kind: str) -> None:
    place = address(client, re.escape(name))
    zipped = client.get(place, headers={"Accept-Encoding": "gzip"})
    plain = client.get(place, headers={"Accept-Encoding": "identity"})
    assert (zipped.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert zipped.text == plain.text
    for answer in (zipped, plain):
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"] and answer.headers["vary"] == "Accept-Encoding"
    assert client.head(place).status_code == 200 and client.post(place).status_code == 405


def test_a_file_is_made_anew_once_what_it_is_made_of_has_changed(tmp_path: Path) -> None:
    part, made = tmp_path / "a.css", list[str]()

    def make(folder: Path) -> str:
        made.append((folder / "a.css").read_text())
        return made[-1]

    part.write_text("before")
    file = MadeFile(tmp_path, ".css", make)
    assert gzip.decompress(file.packed().zipped) == file.packed().plain == b"before"
    part.write_text("after")
    os.utime(part, ns=(0, 0))
    assert file.packed().plain == b"after" and made == ["before", "after"]


def test_every_sheet_of_the_page_is_in_its_styles() -> None:
    ours = {f"style/{path.name}" for path in (STATIC / "style").iterdir()}
    assert set(STYLES) == ours | {"vendor/leaflet/leaflet.css"}


def test_what_styles_name_is_found_from_where_they_are() -> None:
    named = [name for name in re.findall(r"url\(([^)]+)\)", styles(STATIC)) if not name.startswith(("#", "data:"))]
    assert any(name.endswith("layers.png") for name in named)
    assert [name for name in named if not (STATIC / urljoin("", name)).is_file()] == []


def test_the_pages_scripts_and_its_kernel_are_below_150_kb_packed() -> None:
    made = [modules(STATIC), engine(STATIC)]
    kernel = (STATIC / "vendor" / "kernel" / "kernel.wasm").read_bytes()
    assert sum(len(gzip.compress(part)) for part in (*(text.encode() for text in made), kernel)) < 150_000
