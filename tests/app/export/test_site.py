"""A site holds what the server answers, byte for byte, at the addresses that its page asks."""

import hashlib
import json
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import numpy as np
import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.export.choice import chosen
from latent_explorer.app.export.single_file import single_file
from latent_explorer.app.export.site import CHECKED, Content, Files, site
from latent_explorer.app.http.i18n import LANGUAGES
from latent_explorer.model.registry import ZOO, open_registry


@pytest.fixture(scope="module")
def content() -> Content:
    registry = open_registry([ZOO])
    models, left_out = chosen(registry, ["ae-2d"])
    assert (sorted(models), left_out) == (["ae-2d", "vae-2d"], [])
    return Content(models, "# Cards\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", {}, "", "en", 1000)


@pytest.fixture(scope="module")
def files(content: Content) -> Files:
    return site(content)


def test_its_files_are_the_api_s_answers(files: Files, client: TestClient) -> None:
    for path in ("api/judge", "api/models/ae-2d", "api/models/vae-2d", "api/models/vae-2d/codes"):
        assert files[f"{path}.json"] == client.get(f"/{path}").content
    for path in ("api/sample.png", "api/training.bin"):
        assert files[path] == client.get(f"/{path}").content
    pair = [model for model in client.get("/api/models").json() if model["id"] in ("ae-2d", "vae-2d")]
    assert json.loads(files["api/models.json"]) == pair
    (judge,) = (path for path in files if path.startswith("api/judge/"))
    for path in (judge, *(path for path in files if "-2d/" in path and path.endswith(".safetensors"))):
        assert files[path] == client.get(f"/{path}").content


def test_moments_of_a_training_are_in_it_and_kept_as_weights_are(client: TestClient) -> None:
    models, _ = chosen(open_registry([ZOO]), ["small-vae-2d"])
    files = site(Content(models, "# Cards\n", {}, "", "en", 1000))
    found = [name for name in files if "/snapshots." in name]
    assert len(found) == 4 and all(files[name] == client.get(f"/{name}").content for name in found)
    (later,) = re.findall(r"= (\[.*\]);", files["sw.js"].decode())
    assert {name for name in found if name.endswith(".safetensors")} <= set(json.loads(later))


def test_images_to_hold_the_page_s_own_to_are_the_server_s(files: Files, client: TestClient) -> None:
    (path,) = (path for path in files if re.fullmatch(r"api/models/vae-2d/\w+/images\.bin", path))
    codes = [code["mu"] for code in json.loads(files["api/models/vae-2d/codes.json"])["codes"][:CHECKED]]
    asked = {"json": {"z": codes}, "headers": {"Accept": "application/octet-stream"}}
    ours, theirs = (
        np.frombuffer(data, np.uint8)
        for data in (files[path], client.post("/api/models/vae-2d/decode", **asked).content)  # type: ignore[arg-type]
    )
    assert np.abs(ours.astype(int) - theirs).max() <= 1 and ours.shape == (CHECKED * 784,)


class Links(HTMLParser):
    """What a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = ("href", "src", "data-engine", "data-kernel", "data-reader", "data-worker", "data-script")
        self.named += [value for name, value in attrs if name in names and value]


def test_all_that_its_pages_name_is_in_it_and_relative(files: Files) -> None:
    for page in (path for path in files if path.endswith(".html")):
        links = Links()
        links.feed(files[page].decode())
        assert len(links.named) > 3
        for named in links.named:
            parts = urlsplit(urljoin(f"http://host/some/{page}", named))
            assert parts.netloc == "host" and parts.path.startswith("/some/"), named
            place = parts.path.removeprefix("/some/")
            assert (place or "index.html") in files, f"{page} names {named}"
    styles = next(data for path, data in files.items() if path.endswith("page.css")).decode()
    assert "http" not in re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)


def test_it_has_a_page_in_each_language_each_with_a_policy_of_its_own(files: Files) -> None:
    pages = {"index.html": "en", **{f"{one}.html": one for one in LANGUAGES if one != "en"}}
    for name, language in pages.items():
        text = files[name].decode()
        assert f'<html lang="{language}">' in text
        policy = text.index("Content-Security-Policy")
        assert policy < text.index("<script"), "what stands before a policy is not held to it"
        assert "unsafe" not in text[policy : text.index(">", policy)]


def test_its_worker_changes_with_any_file_and_keeps_all_but_models(content: Content, files: Files) -> None:
    worker = files["sw.js"].decode()
    digests, later = (
        dict(json.loads(re.findall(r"\((\[\[.*\]\])\)", worker)[0])),
        set(json.loads(re.findall(r"= (\[.*\]);", worker)[0])),
    )
    first = set(digests)
    assert all(digests[name] == hashlib.sha256(files[name]).hexdigest() for name in first - {"./"})
    assert digests["./"] == digests["index.html"]
    assert {"./", "index.html", "vi.html", "api/models/vae-2d.json"} <= first
    assert first | later == {"./", *files} - {"sw.js"} and not first & later
    assert "api/training.bin" in later
    assert len(later) == 5 and sum(len(files[name]) for name in later) > 6e6
    other = site(Content(**{**vars(content), "title": "Another"}))["sw.js"]
    assert other != files["sw.js"]


def test_its_cards_are_a_page(files: Files) -> None:
    cards = files["cards/index.html"].decode()
    assert "<h1>Cards</h1>" in cards and "<td>1</td>" in cards


def test_one_file_holds_all_and_runs_nothing_but_what_is_in_it(content: Content, files: Files) -> None:
    page = single_file(content).decode()
    held = json.loads(re.findall(r'<script type="application/json" id="files">(.*?)</script>', page, re.DOTALL)[0])
    scripts = {"engine.js", "reader.js", "take_along.js", "framed.js", "lesson.js", "planes.js", "picture.js"}
    scripts |= {"training.js", "trainer.js", "evidence.js", "geodesic.js", "layers.js"}
    later = {*scripts, "vendor/kernel/kernel.wasm", "vendor/kernel/training.wasm"}
    assert {name for name in files if name.startswith("api/")} | later == set(held)
    policy = re.findall(r'Security-Policy" content="([^"]*)"', page)[0].replace("&#39;", "'")
    assert "'self'" not in policy and "http" not in policy and "unsafe-inline" not in policy
    assert policy.count("sha256-") == 3
    links = Links()
    links.feed(page)
    assert [name for name in links.named if not name.startswith(("data:", "#")) and name not in held] == []
