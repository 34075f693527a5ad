import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from latent_explorer.app.http.i18n import text
from latent_explorer.app.http.problems import MEDIA_TYPE
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings

OURS = Settings(allowed_hosts=["lab.example", "*.School.example"])
KNOWN = [
    "lab.example",
    "lab.example:8443",
    "LAB.example",
    "a.school.example",
    "127.0.0.1:8000",
    "localhost",
    "[::1]:80",
]
UNKNOWN = [
    "evil.example",
    "lab.example.evil.example",
    "school.example",
    "evilschool.example",
    "lab.example:x",
    "[::2]",
    "",
]


@pytest.fixture(scope="module")
def ours() -> TestClient:
    return TestClient(create_app(OURS), base_url="https://lab.example")


@pytest.mark.parametrize("host", KNOWN)
def test_a_host_that_is_named_is_answered(host: str, ours: TestClient) -> None:
    assert ours.get("/nothing", headers={"Host": host}).json()["code"] == "not_found"


@pytest.mark.parametrize("host", UNKNOWN)
def test_any_other_is_refused_with_what_to_do(host: str, ours: TestClient) -> None:
    answer = ours.get("/nothing", headers={"Host": host, "Accept-Language": "vi"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, MEDIA_TYPE)
    assert answer.json()["code"] == "unknown_host"
    assert answer.json()["detail"] == text("vi", "error.unknown_host", host=host)
    assert "LATENT_ALLOWED_HOSTS" in answer.json()["detail"]
    assert "content-security-policy" in answer.headers


def test_a_live_socket_to_another_host_is_refused(ours: TestClient) -> None:
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        ours.websocket_connect("/api/live", headers={"Host": "a.b"}),
    ):
        pass
    assert refused.value.status_code == 400 and "content-security-policy" in refused.value.headers


@pytest.mark.contract
def test_by_default_every_host_is_answered(client: TestClient) -> None:
    assert client.get("/nothing", headers={"Host": "whatever.example"}).json()["code"] == "not_found"
