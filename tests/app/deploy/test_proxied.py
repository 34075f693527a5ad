"""Two servers that share the folder of their models and nothing else, behind the proxy of app/deploy/nginx.conf."""

import signal
import struct
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from fastapi import WebSocketDisconnect
from PIL import Image

from latent_explorer.app.routes.encode import EXAMPLE_DIGIT
from tests.helpers.live import PATH, frame
from tests.helpers.paths import ROOT
from tests.helpers.pictures import page
from tests.helpers.proxied import Proxied, needs_nginx, proxied
from tests.helpers.remote import RemoteClient, pytest_at

TILE = "/api/models/{model_id}/{revision}/tiles/{z}/{x}/{y}.png"
DECODE = "/api/models/vae-2d/decode"
ENCODE = "/api/models/vae-2d/encode"
UNANSWERED_S = 8  # far more than any answer takes on a busy machine
CODE = {"z": [[0.5, -0.5]]}
# Where contract tests are: collecting all others would take longer than they do.
CONTRACTS = [str(path) for path in (ROOT / "tests").rglob("test_*.py") if "mark.contract" in path.read_text("utf-8")]
KEPT = ("tests/app/routes/test_tiles.py", "tests/app/routes/test_map_layers.py", "tests/app/http/test_static_files.py")
pytestmark = [needs_nginx, pytest.mark.process, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> Iterator[Proxied]:
    with proxied(tmp_path_factory.mktemp("cluster"), LATENT_MODELS=str(tiny_folder.parent)) as started:
        yield started


@pytest.fixture
def visitor(both: Proxied) -> Iterator[RemoteClient]:
    with RemoteClient(both.address) as client:
        yield client


@pytest.fixture
def mortal(both: Proxied) -> Iterator[Proxied]:
    """The same; whoever dies is there again afterwards."""
    yield both
    both.heal()


def served(both: Proxied, method: str, route: str) -> list[float]:
    """How many requests each server has answered well."""
    return [both.figure(number, "request_seconds_count", method, route, "2xx") for number in both.servers]


def tile(visitor: httpx2.Client, x: int, model: str = "vae-2d") -> httpx2.Response:
    revision = visitor.get(f"/api/models/{model}").json()["revision"]
    return visitor.get(f"/api/models/{model}/{revision}/tiles/7/{x}/3.png").raise_for_status()


def contract_tests(address: str, *chosen: str) -> subprocess.CompletedProcess[str]:
    return pytest_at(address, "-m", "contract", *(chosen or CONTRACTS))


def test_all_that_one_server_promises_the_two_keep(both: Proxied) -> None:
    tried = contract_tests(both.address)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert min(served(both, "POST", "/api/models/{model_id}/decode")) > 0
    again = contract_tests(both.address, *KEPT)
    assert again.returncode == 0, f"as the proxy has kept it:\n{again.stdout}"


def test_a_tile_is_decoded_once_for_all(both: Proxied, visitor: RemoteClient) -> None:
    before = sum(served(both, "GET", TILE))
    answers = [tile(visitor, 5, "tiny") for _ in range(6)]
    assert [answer.headers["x-cache-status"] for answer in answers] == ["MISS"] + 5 * ["HIT"]
    assert len({answer.content for answer in answers}) == 1
    assert sum(served(both, "GET", TILE)) - before == 1


def test_what_may_change_is_asked_of_the_servers(visitor: RemoteClient) -> None:
    for path in ("/", "/api/models", "/api/models/tiny/codes"):
        assert all("x-cache-status" not in visitor.get(path).headers for _ in range(2)), path


def test_both_have_their_share(both: Proxied, visitor: RemoteClient) -> None:
    route = "/api/models/{model_id}/decode"
    before = served(both, "POST", route)
    for _ in range(20):
        visitor.post(DECODE, json=CODE).raise_for_status()
    assert all(now - then >= 5 for now, then in zip(served(both, "POST", route), before, strict=True))


def ask_everything(visitor: RemoteClient, x: int) -> None:
    tile(visitor, x)
    visitor.get("/").raise_for_status()
    visitor.post(DECODE, json=CODE).raise_for_status()
    visitor.post(ENCODE, json={"pixels": EXAMPLE_DIGIT["pixels"]}).raise_for_status()
    visitor.post(ENCODE, files={"file": ("page.png", page())}).raise_for_status()
    with visitor.websocket_connect(PATH) as socket:
        socket.send_bytes(frame(x, (0.0, 0.0)))
        assert socket.receive_bytes()[:4] == struct.pack("<I", x)


def test_when_a_server_is_killed_the_other_answers_all_that_is_asked_next(
    mortal: Proxied, visitor: RemoteClient
) -> None:
    ask_everything(visitor, 20)
    with visitor.websocket_connect(PATH) as socket:
        socket.send_bytes(frame(1, (0.0, 0.0)))
        socket.receive_bytes()
        mortal.kill_holder()
        for x in range(21, 25):
            ask_everything(visitor, x)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_bytes()


def dies_under(mortal: Proxied, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    """The answer to a request that is with a server as that is killed: stopped before, it answers none."""
    mortal.servers[0].process.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor() as asking:
        try:
            while wait([answer := asking.submit(ask)], UNANSWERED_S).done:
                assert answer.result().status_code == 200
        finally:
            mortal.kill(0)
        return answer.result(30)


def test_a_request_that_is_with_a_server_as_it_dies_goes_to_the_other(mortal: Proxied, visitor: RemoteClient) -> None:
    assert dies_under(mortal, lambda: visitor.post(DECODE, json=CODE)).status_code == 200


def large_page() -> bytes:
    """So large that it doesn't reach the proxy at once: what that has whole it would send on itself."""
    file = BytesIO()
    Image.open(BytesIO(page())).resize((1200, 1200)).convert("RGB").save(file, "BMP")
    return file.getvalue()


def test_of_a_picture_that_is_under_way_the_proxy_has_kept_nothing(mortal: Proxied, visitor: RemoteClient) -> None:
    """The page asks once more, as static/net/api.js has it."""
    picture = large_page()

    def send() -> httpx2.Response:
        return visitor.post(ENCODE, files={"file": ("page.bmp", picture)}, data={"thickness": "1"})

    assert dies_under(mortal, send).status_code == 502
    assert send().status_code == 200
