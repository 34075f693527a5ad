"""Who runs the server is told what to set, once, when a page's live socket is refused."""

from collections.abc import Iterator

import pytest
from fastapi import WebSocketDisconnect
from fastapi.testclient import TestClient

from latent_explorer.app.http.foreign_pages import FEW
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.helpers.live import PATH, frame

PUBLIC = "https://abc.tunnel.example"


@pytest.fixture
def inner() -> Iterator[TestClient]:
    """The server as a tunnel reaches it that puts a Host of its own in the place of the page's."""
    with TestClient(create_app(Settings(live_origins=["*.lab.example"]))) as client:
        yield client


def refused(client: TestClient, origin: str, host: str = "localhost:8000") -> None:
    with client.websocket_connect(PATH, headers={"Origin": origin, "Host": host}) as socket:
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == 1008


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "LATENT_LIVE_ORIGINS" in record.getMessage()]


def test_the_setting_is_told_once_with_its_value(inner: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        refused(inner, PUBLIC)
    (said,) = told(caplog)
    assert PUBLIC in said and "localhost:8000" in said
    assert f"LATENT_LIVE_ORIGINS=*.lab.example,{PUBLIC};" in said


def test_what_is_told_is_what_helps(
    inner: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(inner, PUBLIC)
    value = told(caplog)[0].partition("LATENT_LIVE_ORIGINS=")[2].partition(";")[0]
    monkeypatch.setenv("LATENT_LIVE_ORIGINS", value)
    with TestClient(create_app()) as client, client.websocket_connect(PATH, headers={"Origin": PUBLIC}) as socket:
        socket.send_bytes(frame(1, (0.0, 0.0)))
        assert len(socket.receive_bytes()) == 8 + 784


def test_meanwhile_the_page_is_answered_by_http(inner: TestClient) -> None:
    body, headers = {"z": [[0, 0]]}, {"Origin": PUBLIC, "Accept": "application/octet-stream"}
    assert len(inner.post("/api/models/vae-2d/decode", json=body, headers=headers).content) == 784


def test_strangers_cannot_fill_the_log(inner: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(FEW + 3):
        refused(inner, f"https://{number}.evil.example")
    assert len(told(caplog)) == FEW


@pytest.mark.parametrize(
    "origin",
    ["null", "file://", "https://a.example;id", "https://\x1b[2Ja.example", "https://a.example x", "https://$a"],
)
def test_what_no_page_on_the_web_has_is_not_told(
    origin: str, inner: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    refused(inner, origin)
    assert told(caplog) == []


def test_nor_is_what_no_host_is_called(inner: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    refused(inner, PUBLIC, "a\x1b[2J")
    (said,) = told(caplog)
    assert "\x1b" not in said and "Host arrived as another" in said
