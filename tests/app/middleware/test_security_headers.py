"""The headers that make browsers careful, on every answer; that the page works under them is tests/e2e's."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import ValidationError

from latent_explorer.app.main import create_app
from latent_explorer.app.middleware.security_headers import safe_headers
from latent_explorer.app.settings import Settings
from tests.helpers.paths import ROOT

MODEL = "/api/models/vae-2d"
ANSWERS = {
    "the page": ("GET", "/"),
    "the documentation": ("GET", "/docs"),
    "the schema": ("GET", "/openapi.json"),
    "JSON": ("GET", MODEL),
    "a picture": ("GET", "/api/sample.png"),
    "no such path": ("GET", "/nothing"),
    "no such file": ("GET", "/static/nothing.js"),
    "a wrong method": ("DELETE", "/"),
    "a bad request": ("POST", f"{MODEL}/decode"),
    "a redirection": ("GET", "/docs/"),
}


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return {name.lower(): value for name, value in safe_headers(Settings()).items()}


def assert_safe(answer: Response, wanted: dict[str, str]) -> None:
    found = answer.headers.multi_items()
    assert [(name, value) for name, value in found if name in wanted] == list(wanted.items())


@pytest.mark.contract
@pytest.mark.parametrize(("method", "path"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_is_safe(method: str, path: str, client: TestClient, wanted: dict[str, str]) -> None:
    assert_safe(client.request(method, path, follow_redirects=False), wanted)


@pytest.mark.contract
def test_static_files_are_safe(client: TestClient, wanted: dict[str, str]) -> None:
    (folder,) = set(re.findall(r"static/[0-9a-f]+/", client.get("/").text))
    for file in ("theme.js", "page.js", "page.css"):  # one that lies there, and two that are made
        answer = client.get(f"/{folder}{file}")
        assert answer.status_code == 200
        assert_safe(answer, wanted)


@pytest.mark.contract
def test_the_engine_alone_may_compile_webassembly(client: TestClient, wanted: dict[str, str]) -> None:
    (folder,) = set(re.findall(r"static/[0-9a-f]+/", client.get("/").text))
    policy = "content-security-policy"
    answer = client.get(f"/{folder}engine.js")
    own = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    assert_safe(answer, wanted | {policy: own})
    assert "wasm-unsafe-eval" not in wanted[policy]


@pytest.mark.contract
def test_what_reads_pictures_may_ask_for_nothing(client: TestClient, wanted: dict[str, str]) -> None:
    (folder,) = set(re.findall(r"static/[0-9a-f]+/", client.get("/").text))
    answer = client.get(f"/{folder}reader.js")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert_safe(answer, wanted | {"content-security-policy": "default-src 'none'"})


@pytest.mark.contract
def test_what_middleware_answers_is_safe(client: TestClient, wanted: dict[str, str]) -> None:
    answer = client.post(f"{MODEL}/decode", content=b"x" * 2_000_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert_safe(answer, wanted)


def test_our_own_failure_is_safe(wanted: dict[str, str]) -> None:
    app = create_app(Settings())

    @app.get("/broken")
    def broken() -> None:
        raise ArithmeticError

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert_safe(answer, wanted)


def test_the_policy_lets_nothing_in_that_stands_in_the_markup() -> None:
    policy = safe_headers(Settings())["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "*" not in policy
    assert "frame-ancestors 'self'" in policy


def test_no_template_needs_more_than_the_policy_lets_in() -> None:
    """Scripts and styles of their own, that is: what browsers would refuse, on whatever path it is reached.

    A report is a file that no server gives.
    """
    served = [path for path in (ROOT / "templates").glob("*.html") if not path.name.startswith("report")]
    markup = "".join(path.read_text("utf-8") for path in served)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", markup)
    assert markup and [script for script in scripts if "application/json" not in script] == []
    code = "".join(path.read_text("utf-8") for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)
    assert code and re.findall(r"""<style|\sstyle=["'{]|\son\w+=["']|setAttribute\(["']style""", markup + code) == []


def test_slides_are_named_to_show_the_page_in_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATENT_FRAME_ANCESTORS", "'self' https://slides.example:8443 https://*.school.example")
    policy = safe_headers(Settings())["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://slides.example:8443 https://*.school.example")


@pytest.mark.parametrize("value", ["", "'self'; script-src *", "'self'\r\nSet-Cookie: a=b", "https://bücher.example"])
def test_nothing_else_gets_into_the_policy(value: str) -> None:
    with pytest.raises(ValidationError, match="frame_ancestors"):
        Settings(frame_ancestors=value)


@pytest.mark.parametrize(
    ("base", "isolated"),
    [
        ("https://lab.example", True),
        ("http://localhost:8000", True),
        ("http://[::1]", True),
        ("http://lab.example", False),
    ],
)
def test_its_window_is_its_own_where_browsers_heed_that(base: str, isolated: bool) -> None:
    answer = TestClient(create_app(Settings()), base_url=base).get("/nothing")
    assert ("cross-origin-opener-policy" in answer.headers) == isolated


@pytest.mark.contract
def test_by_default_no_other_page_may_call_the_api(client: TestClient) -> None:
    headers = {"Origin": "https://blog.example", "Access-Control-Request-Method": "POST"}
    for answer in (client.get("/api/models", headers=headers), client.options(f"{MODEL}/decode", headers=headers)):
        assert [name for name in answer.headers if name.startswith("access-control")] == []
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_an_origin_that_is_named_may_call_the_api() -> None:
    blog, other = "https://blog.example", "https://other.example"
    with TestClient(create_app(Settings(cors_origins=[blog]))) as client:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        for origin, allowed in ((blog, blog), (other, None)):
            preflight = client.options(f"{MODEL}/decode", headers={"Origin": origin, **asked})
            answer = client.post(f"{MODEL}/decode", json={"z": [[0, 0]]}, headers={"Origin": origin})
            for found in (preflight, answer):
                assert found.headers.get("access-control-allow-origin") == allowed
            assert "access-control-allow-credentials" not in answer.headers
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        vary = client.get("/api/models").headers["vary"]
    assert "Origin" in vary.split(", "), (
        "or a cache hands what it kept, with no leave to read it, to the page that has it"
    )
