"""Every way to fail, from outside: the status, the one error body, its code, and its sentence in both languages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image

from latent_explorer.app.errors import STATUS
from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.http.problems import ANYWHERE, MEDIA_TYPE
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.helpers.pictures import encode, noise
from tests.helpers.problems import assert_problem
from tests.soak.rude import large_png

MODEL = "/api/models/vae-2d"
ENCODE, DECODE, SAMPLE = f"{MODEL}/encode", f"{MODEL}/decode", f"{MODEL}/sample"
IN_MODELS = "/api/encode?model=vae-2d&model=ae-2d"


@dataclass(frozen=True)
class Bad:
    """A request that has to fail, and how."""

    code: str
    path: str
    method: str = "POST"
    file: bytes | None = None
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, client: TestClient, language: str) -> Response:
        headers = {"Accept-Language": language, **self.headers}
        if self.file is not None:
            files = {"file": ("digit.png", self.file, "image/png")}
            return client.request(self.method, self.path, files=files, headers=headers)
        return client.request(
            self.method, self.path, content=self.body, headers={"Content-Type": "application/json", **headers}
        )


def upload(code: str, data: bytes) -> Bad:
    return Bad(code, ENCODE, file=data)


def pixels(value: object, rows: int = 28, columns: int = 28) -> bytes:
    return json.dumps({"pixels": [[value] * columns] * rows}).encode()


FORM = b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n'
frames = [Image.new("L", (30, 30), 10 * i) for i in range(3)]
BAD = {
    "text as a picture": upload("not_an_image", b"hello, world"),
    "svg": upload("svg_image", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
    "empty file": upload("empty_file", b""),
    "cut jpeg": upload("damaged_image", noise("JPEG")[:700]),
    "large png": upload("too_many_pixels", large_png()),
    "animated gif": upload("animated_image", encode(frames[0], "GIF", save_all=True, append_images=frames[1:])),
    "blank page": upload("blank_image", encode(Image.new("L", (200, 200), 255))),
    "blank pixels": Bad("blank_image", ENCODE, body=pixels(0)),
    "27 rows": Bad("bad_pixels", ENCODE, body=pixels(0.5, rows=27)),
    "29 columns": Bad("bad_pixels", ENCODE, body=pixels(0.5, columns=29)),
    "pixel of 1.5": Bad("bad_pixels", ENCODE, body=pixels(1.5)),
    "pixel of 1e400": Bad("bad_pixels", ENCODE, body=pixels(0).replace(b"0", b"1e400")),
    "pixel of NaN": Bad("bad_pixels", ENCODE, body=pixels(float("nan"))),
    "pixel of 400 digits": Bad("bad_pixels", ENCODE, body=pixels(10**400)),
    "pixel of 5,000 digits": Bad("invalid_json", ENCODE, body=b'{"pixels": [[' + b"1" * 5000 + b"]]}"),
    "pixel of text": Bad("bad_pixels", ENCODE, body=pixels("1")),
    "pixel of true": Bad("bad_pixels", ENCODE, body=pixels(True)),
    "a drawing of nothing": Bad("bad_drawing", ENCODE, body=b'{"drawing": []}'),
    "a drawing of pairs": Bad("bad_drawing", ENCODE, body=b'{"drawing": [[0.5, 0.5]]}'),
    "a drawing without a pen": Bad("bad_drawing", ENCODE, body=b'{"drawing": [[0.5, 0.5, 0]]}'),
    "a drawing far away": Bad("bad_drawing", ENCODE, body=b'{"drawing": [[1e400, 0.5, 2]]}'),
    "no pixels": Bad("bad_pixels", ENCODE, body=b"{}"),
    "a list of nothing": Bad("bad_pixels", ENCODE, body=b"[]"),
    "encode of no json": Bad("invalid_json", ENCODE, body=b'{"pixels": '),
    "encode of bytes": Bad("invalid_json", ENCODE, body=b"\xff\xfe"),
    "encode of deep json": Bad("invalid_json", ENCODE, body=b"[" * 100_000),
    "encode of text": Bad("unsupported_body", ENCODE, body=b"hello", headers={"Content-Type": "text/plain"}),
    "no file": Bad("missing_file", ENCODE, body=FORM, headers={"Content-Type": "multipart/form-data; boundary=x"}),
    "form of no parts": Bad(
        "invalid_body", ENCODE, body=b"x", headers={"Content-Type": "multipart/form-data; boundary=x"}
    ),
    "form without a boundary": Bad("invalid_body", ENCODE, body=b"x", headers={"Content-Type": "multipart/form-data"}),
    "NaN in z": Bad("not_finite", DECODE, body=b'{"z": [[NaN, 0]]}'),
    "1e400 in z": Bad("not_finite", DECODE, body=b'{"z": [[1e400, 0]]}'),
    "1e39 in z": Bad("not_finite", DECODE, body=b'{"z": [[1e39, 0]]}'),
    "three numbers in z": Bad("wrong_dimensions", DECODE, body=b'{"z": [[0, 0], [1, 2, 3]]}'),
    "no codes": Bad("out_of_range", DECODE, body=b'{"z": []}'),
    "too many codes": Bad("out_of_range", DECODE, body=json.dumps({"z": [[0, 0]] * 4097}).encode()),
    "z of text": Bad("invalid_request", DECODE, body=b'{"z": "far away"}'),
    "decode of no json": Bad("invalid_json", DECODE, body=b'{"z": [['),
    "decode of bytes": Bad("invalid_json", DECODE, body=b"\xff\xfe"),
    "decode of deep json": Bad("invalid_json", DECODE, body=b"[" * 100_000),
    "decode of 5,000 digits": Bad("invalid_json", DECODE, body=b'{"z": [[' + b"1" * 5000 + b", 0]]}"),
    "sample of bytes": Bad("invalid_json", SAMPLE, body=b"\x18\xe9\x83"),
    "compare of bytes": Bad("invalid_json", f"{MODEL}/compare", body=b"\x8a`\xf1"),
    "decode of nothing": Bad("invalid_request", DECODE, body=b""),
    "decode to html": Bad("not_acceptable", DECODE, body=b'{"z": [[0, 0]]}', headers={"Accept": "text/html"}),
    "negative sigma": Bad("bad_sigma", SAMPLE, body=b'{"mu": [0, 0], "sigma": [1, -0.1]}'),
    "short sigma": Bad("wrong_dimensions", SAMPLE, body=b'{"mu": [0, 0], "sigma": [1]}'),
    "empty sigma": Bad("wrong_dimensions", SAMPLE, body=b'{"mu": [0, 0], "sigma": []}'),
    "long mu": Bad("wrong_dimensions", SAMPLE, body=b'{"mu": [0, 0, 0]}'),
    "NaN in mu": Bad("not_finite", SAMPLE, body=b'{"mu": [NaN, 0]}'),
    "n too large": Bad("out_of_range", SAMPLE, body=b'{"n": 1000000}'),
    "n of 0": Bad("invalid_request", SAMPLE, body=b'{"n": 0}'),
    "negative seed": Bad("invalid_request", SAMPLE, body=b'{"seed": -1}'),
    "NaN temperature": Bad("invalid_request", SAMPLE, body=b'{"temperature": NaN}'),
    "sample of no json": Bad("invalid_json", SAMPLE, body=b"{"),
    "nothing to compare": Bad("out_of_range", f"{MODEL}/compare", body=b'{"z": []}'),
    "too many to compare": Bad("out_of_range", f"{MODEL}/compare", body=json.dumps({"z": [[0, 0]] * 129}).encode()),
    "compare to html": Bad(
        "not_acceptable", f"{MODEL}/compare", body=b'{"z": [[0, 0]]}', headers={"Accept": "text/html"}
    ),
    "likeness of nowhere": Bad("invalid_request", f"{MODEL}/likeness", "GET"),
    "likeness of letters": Bad("invalid_request", f"{MODEL}/likeness?at=a,b", "GET"),
    "likeness in three dimensions": Bad("wrong_dimensions", f"{MODEL}/likeness?at=1,2,3", "GET"),
    "likeness on no plane": Bad("bad_plane", f"{MODEL}/likeness?at=0,0&plane=0,2", "GET"),
    "likeness at infinity": Bad("not_finite", f"{MODEL}/likeness?at=1,inf", "GET"),
    "unknown model": Bad("unknown_model", "/api/models/nope", "GET"),
    "unknown model to encode": Bad("unknown_model", "/api/models/nope/encode", body=pixels(0.5)),
    "an unknown model of several": Bad("unknown_model", f"{IN_MODELS}&model=nope", body=pixels(0.5)),
    "an unknown image set": Bad("unknown_set", "/api/sets/nope/sample.png", "GET"),
    "an unknown image set's judge": Bad("unknown_set", "/api/sets/nope/judge", "GET"),
    "a model twice": Bad("repeated_model", f"{IN_MODELS}&model=vae-2d", body=pixels(0.5)),
    "no models to encode in": Bad("model_count", "/api/encode", body=pixels(0.5)),
    "too many models": Bad("model_count", f"{IN_MODELS}{'&model=a' * 16}", body=pixels(0.5)),
    "blank pixels in several models": Bad("blank_image", IN_MODELS, body=pixels(0)),
    "several models and text as a picture": Bad("not_an_image", IN_MODELS, file=b"hello, world"),
    "several models and a picture that is not kept": Bad("unknown_picture", IN_MODELS, body=b'{"picture": "x"}'),
    "stale revision": Bad("stale_revision", f"{MODEL}/000000000000/tiles/0/0/0.png", "GET"),
    "tile of letters": Bad("invalid_request", f"{MODEL}/000000000000/tiles/a/0/0.png", "GET"),
    "tile of 5,000 digits": Bad("invalid_request", f"{MODEL}/000000000000/tiles/0/{'9' * 5000}/0.png", "GET"),
    "stale revision of a layer": Bad("stale_revision", f"{MODEL}/000000000000/layers/density/0/0/0.json", "GET"),
    "unknown layer": Bad("invalid_request", f"{MODEL}/000000000000/layers/weather/0/0/0.json", "GET"),
    "layer of letters": Bad("invalid_request", f"{MODEL}/000000000000/layers/density/a/0/0.json", "GET"),
    "unknown path": Bad("not_found", "/api/nothing", "GET"),
    "unknown static file": Bad("not_found", "/static/nothing.js", "GET"),
    "wrong method": Bad("method_not_allowed", ENCODE, "GET"),
    "wrong method of the list": Bad("method_not_allowed", "/api/models", "DELETE"),
}


@pytest.mark.contract
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_input_is_answered_with_a_sentence(bad: Bad, client: TestClient) -> None:
    english, vietnamese = (assert_problem(bad.send(client, language), bad.code)["detail"] for language in ("en", "vi"))
    for sentence, language in ((english, "en"), (vietnamese, "vi")):
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(catalogue(language)[f"error.{bad.code}"]))
        assert re.fullmatch(pattern, sentence, re.DOTALL)
    assert english != vietnamese


@pytest.mark.parametrize("root", ["", "/explorer"])
def test_the_type_of_a_problem_leads_to_what_it_means(root: str) -> None:
    with TestClient(create_app(Settings()), root_path=root) as client:
        digest = client.get(f"{root}/docs").text.split("static/")[1].split("/")[0]
        for path in ("/nothing", "/problems/nothing", f"/static/{digest}/nothing.js"):
            problem = client.get(root + path).json()
            assert problem["type"] == f"{root}/problems/not_found"
            for language in ("en", "vi"):
                answer = client.get(problem["type"], headers={"Accept-Language": language})
                assert answer.headers["content-type"].startswith("text/plain")
                assert answer.text == f"404 Not Found (not_found)\n\n{catalogue(language)['error.not_found']}\n"


@pytest.mark.contract
def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    assert client.get(ENCODE).headers["allow"] == "POST"


def test_our_own_failure_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings())

    @app.get("/broken")
    def broken() -> None:
        raise ArithmeticError("a secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert_problem(answer, "internal")
    assert "secret" not in answer.text


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


@pytest.fixture
def openapi(client: TestClient) -> Any:
    return client.get("/openapi.json").json()


@pytest.mark.contract
def test_every_documented_error_is_a_problem(openapi: dict[str, Any]) -> None:
    found = []
    for method, path, operation in operations(openapi):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and set(response.get("content", {})) != {MEDIA_TYPE}:
                found.append(f"{method} {path} {status}")
    assert found == []


@pytest.mark.contract
def test_what_any_request_may_end_in_is_documented_everywhere(openapi: dict[str, Any]) -> None:
    found = set()
    for method, path, operation in operations(openapi):
        for code in ANYWHERE:
            told = operation["responses"].get(str(int(STATUS[code])), {}).get("description", "")
            found |= set() if code in told else {f"{method} {path} {code}"}
    assert found == set()


@pytest.mark.contract
def test_a_description_names_every_code_of_its_status(openapi: dict[str, Any]) -> None:
    told = openapi["paths"]["/api/models/{model_id}/sample"]["post"]["responses"]["422"]["description"]
    assert {"bad_sigma", "wrong_dimensions", "not_finite", "out_of_range"} <= set(told.split(", "))


@pytest.mark.contract
def test_every_route_documents_how_it_fails(openapi: dict[str, Any], client: TestClient) -> None:
    """Each bad request above ends in a status that its route documents."""
    documented = {(m, p): {int(s) for s in o["responses"]} for m, p, o in operations(openapi)}
    missing = set()
    for bad in BAD.values():
        for (method, path), statuses in documented.items():
            if method == bad.method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), bad.path.partition("?")[0]):
                missing |= {f"{method} {path} {bad.code}"} if int(STATUS[bad.code]) not in statuses else set()
    assert missing == set()


@pytest.mark.contract
def test_every_route_answers_an_unknown_model_with_a_problem(openapi: dict[str, Any], client: TestClient) -> None:
    walked = 0
    for method, path, operation in operations(openapi):
        if "{model_id}" not in path:
            continue
        asked = re.sub(r"\{\w+\}", "0", path.replace("{model_id}", "nope"))
        body = {"pixels": np.eye(28).tolist(), "z": [[0, 0]]} if method == "POST" else None
        assert_problem(client.request(method, asked, json=body), "unknown_model")
        assert "404" in operation["responses"], path
        walked += 1
    assert walked >= 6


@pytest.mark.contract
def test_every_route_answers_a_wrong_method_with_a_problem(openapi: dict[str, Any], client: TestClient) -> None:
    for method, path, _ in operations(openapi):
        other = "DELETE" if method != "DELETE" else "PATCH"
        assert_problem(client.request(other, re.sub(r"\{\w+\}", "0", path)), "method_not_allowed")


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("path", [ENCODE, SAMPLE])
def test_a_visitor_who_leaves_within_a_body_is_no_failure_of_the_server(
    path: str, kind: str, client: TestClient
) -> None:
    sent: list[Any] = []
    headers = [(b"content-type", kind.encode()), (b"content-length", b"1000")]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "query_string": b""}

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def visit() -> None:
        await client.app(scope, receive, send)

    assert client.portal is not None
    client.portal.call(visit)
    assert sent[0]["status"] < 500
