"""The server in this process: what it answers to, what it says once it is closed, and that it never seems to serve."""

import http.client
import socket
import time
from collections.abc import Iterator

import pytest
import uvicorn

from latent_explorer.app.in_process import background
from latent_explorer.app.in_process.background import BackgroundServer
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.registry import LoadedSet, Registry


def registry() -> Registry:
    """No model: the server is the same."""
    return Registry({}, {MNIST.id: LoadedSet(mnist_sample())}, {})


def status(server: BackgroundServer, host: str) -> int:
    """What it answers to a request for its list of models under this name."""
    at, port = server.url.removeprefix("http://").strip("/").split(":")
    connection = http.client.HTTPConnection(at, int(port), timeout=10)
    try:
        connection.request("GET", "/api/models", headers={"Host": host.format(port=port)})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[BackgroundServer]:
    found = BackgroundServer(registry(), 0)
    yield found
    found.close()


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "127.0.0.1"])
def test_it_answers_to_the_names_of_this_machine(server: BackgroundServer, host: str) -> None:
    assert status(server, host) == 200


@pytest.mark.parametrize("host", ["example.org", "example.org:{port}", "127.0.0.1.example.org:{port}"])
def test_a_name_that_was_made_to_resolve_here_reads_nothing(server: BackgroundServer, host: str) -> None:
    assert status(server, host) == 400


def test_its_address_can_be_told_once_it_is_closed() -> None:
    found = BackgroundServer(registry(), 0)
    before = found.url
    found.close()
    assert not found.serves and found.url == before


def refused_with(error: str) -> None:
    """Nothing is given back, and nothing listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(OSError, match=error):
        BackgroundServer(registry(), port)
    socket.create_server(("127.0.0.1", port)).close()


def test_a_server_whose_thread_ends_at_once_gives_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    refused_with("the page's server did not start")


def test_a_server_that_does_not_start_in_time_gives_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(self: uvicorn.Server, sockets: list[socket.socket]) -> None:
        while not self.should_exit:
            time.sleep(0.01)

    monkeypatch.setattr(background, "START_S", 0.1)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    refused_with("the page's server did not start")
