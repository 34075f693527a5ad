"""The contract tests speak to the server that they are pointed at, with the client that they know."""

import os
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import WebSocketDenialResponse

from tests.helpers.paths import ROOT
from tests.helpers.raw import LIVE
from tests.helpers.remote import RemoteClient, pytest_at
from tests.helpers.serving import serving


@pytest.mark.contract
def test_the_client_speaks_to_the_server_that_is_named(client: httpx2.Client) -> None:
    named = os.environ.get("LATENT_AT")
    assert isinstance(client, RemoteClient) == bool(named)
    assert str(client.base_url).rstrip("/") == (named or "http://testserver").rstrip("/")


@pytest.mark.process
def test_where_no_server_is_no_contract_test_passes() -> None:
    some = ("tests/app/routes/test_pages.py", "tests/app/routes/test_live.py")
    tried = pytest_at("http://127.0.0.1:1", "--tb=no", "-m", "contract", *some)
    assert tried.returncode == 1 and " passed" not in tried.stdout, tried.stdout


@pytest.mark.process
def test_a_contract_test_that_looks_inside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_inside.py").write_text(
        "import pytest\n@pytest.mark.contract\ndef test_inside(monkeypatch, client): ...\n"
    )
    tried = pytest_at("http://127.0.0.1:1", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", str(tmp_path))
    assert tried.returncode == 4 and "test_inside" in tried.stderr, tried.stdout + tried.stderr


def test_a_live_socket_that_is_refused_is_told_why_as_in_process() -> None:
    with serving(max_live=1) as port, RemoteClient(f"http://127.0.0.1:{port}") as client:
        with (
            client.websocket_connect(LIVE),
            pytest.raises(WebSocketDenialResponse) as refused,
            client.websocket_connect(LIVE),
        ):
            pass
        assert (refused.value.status_code, refused.value.json()["code"]) == (503, "crowded")
