"""HEAD over a real connection that is used again: a body that slipped out would be taken for the next answer."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.helpers.serving import serving

PATHS = ["/", "/docs", "/healthz", "/openapi.json", "/api/models", "/api/sample.png", "TILE", "STATIC"]
ONE_CONNECTION = httpx2.Limits(max_connections=1)


OWN = ("date", "x-request-id", "server-timing")  # of each answer


@pytest.fixture(scope="module")
def visitor() -> Iterator[httpx2.Client]:
    with (
        serving() as port,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", limits=ONE_CONNECTION, timeout=60) as visitor,
    ):
        yield visitor


@pytest.fixture
def path(request: pytest.FixtureRequest, visitor: httpx2.Client) -> str:
    if request.param == "TILE":
        return f"/api/models/vae-2d/{visitor.get('/api/models/vae-2d').json()['revision']}/tiles/0/0/0.png"
    if request.param == "STATIC":
        return f"/static/{visitor.get('/').text.partition('static/')[2].partition('/')[0]}/main.js"
    return str(request.param)


def heads(visitor: httpx2.Client, path: str) -> list[tuple[int, dict[str, str]]]:
    """Status and headers of HEAD, GET and HEAD again."""
    visitor.get("/api/models")  # waits until they are loaded
    answers = [visitor.request(method, path) for method in ("HEAD", "GET", "HEAD")]
    assert [bool(answer.content) for answer in answers] == [False, True, False]
    return [(one.status_code, {k: v for k, v in one.headers.items() if k not in OWN}) for one in answers]


@pytest.mark.parametrize("path", PATHS, indirect=True)
def test_head_answers_as_get_does_without_the_body(path: str, visitor: httpx2.Client) -> None:
    first, whole, again = heads(visitor, path)
    assert first == whole == again and whole[0] == 200


@pytest.mark.parametrize(("place", "status"), [("/nothing", 404), ("/api/models/vae-2d/decode", 405)])
def test_head_fails_as_get_does(place: str, status: int, visitor: httpx2.Client) -> None:
    first, whole, again = heads(visitor, place)
    assert first == whole == again and whole[0] == status


@pytest.mark.parametrize(
    ("place", "allowed"),
    [("/", "GET, HEAD"), ("/api/models", "GET, HEAD"), ("STATIC", "GET, HEAD"), ("/api/models/vae-2d/decode", "POST")],
)
def test_head_is_allowed_where_get_is(place: str, allowed: str, visitor: httpx2.Client) -> None:
    if place == "STATIC":
        place = f"/static/{visitor.get('/').text.partition('static/')[2].partition('/')[0]}/main.js"
    answer = visitor.request("DELETE", place)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
