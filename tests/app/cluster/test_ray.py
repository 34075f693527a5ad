"""The application on Ray Serve, with two replicas for pages and two for models."""

import os
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx2
import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.routes.encode import EXAMPLE_DIGIT
from tests.app.deploy.test_proxied import contract_tests
from tests.helpers.live import PATH, frame
from tests.helpers.on_ray import OnRay, needs_ray, on_ray
from tests.helpers.remote import RemoteClient

pytestmark = [needs_ray, pytest.mark.ray, pytest.mark.timeout(600)]
MODEL = "/api/models/vae-2d"
PATIENCE_S = 60.0


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRay]:
    with on_ray(tmp_path_factory.mktemp("ray")) as started:
        yield started


@pytest.fixture
def visitor(ray: OnRay) -> Iterator[RemoteClient]:
    with RemoteClient(ray.address) as client:
        yield client


def test_all_that_one_server_promises_the_replicas_keep(ray: OnRay) -> None:
    before = ray.seconds("Pages") | ray.seconds("Codec")
    tried = contract_tests(ray.address)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    after = ray.seconds("Pages") | ray.seconds("Codec")
    assert len(after) == 4 and all(after[pid] > before[pid] + 0.05 for pid in after), "each had a share"


def everything(client: httpx2.Client | TestClient) -> dict[str, bytes]:
    """The bytes of an answer of each kind of work."""
    at = f"{MODEL}/{client.get(MODEL).raise_for_status().json()['revision']}"
    posts = {
        "decode": {"z": [[i / 50, 1.0] for i in range(100)]},
        "encode": EXAMPLE_DIGIT,
        "compare": {"z": [[0.0, 0.0], [1.0, 0.5]], "pace": "even"},
        "sample": {"n": 9, "seed": 3},
    }
    paths = (f"{at}/tiles/6/3/5.png", f"{at}/layers/stretch/2/1/1.json", f"{MODEL}/likeness?at=0,0")
    found = {name: client.post(f"{MODEL}/{name}", json=body) for name, body in posts.items()}
    found["both"] = client.post("/api/encode?model=vae-2d&model=ae-2d", json=EXAMPLE_DIGIT)
    found |= {path: client.get(path) for path in paths}
    return {name: answer.raise_for_status().content for name, answer in found.items()}


def test_the_answers_are_those_of_one_process_to_the_byte(visitor: RemoteClient, client: TestClient) -> None:
    assert everything(visitor) == everything(client)


class Crowd:
    """Visitors who drag over live sockets, and how often each was answered."""

    def __init__(self, address: str, count: int, stack: ExitStack) -> None:
        self.answered = [0] * count
        self._leaving = [threading.Event() for _ in range(count)]
        self._threads = [threading.Thread(target=self._drag, args=(address, i)) for i in range(count)]
        stack.callback(self._end)
        for thread in self._threads:
            thread.start()

    def leave(self, number: int) -> None:
        self._leaving[number].set()

    def go_on(self, numbers: list[int], times: int = 20) -> None:
        """Wait until each of them was answered so many times more."""
        wanted = {i: self.answered[i] + times for i in numbers}
        until(lambda: all(self.answered[i] >= wanted[i] for i in numbers))

    def _drag(self, address: str, number: int) -> None:
        with RemoteClient(address) as client, client.websocket_connect(PATH) as socket:
            while not self._leaving[number].is_set():
                socket.send_bytes(frame(self.answered[number], (number / 10, 0.5)))
                assert socket.receive_bytes()[:4] == struct.pack("<I", self.answered[number])
                self.answered[number] += 1

    def _end(self) -> None:
        for number, thread in enumerate(self._threads):
            self.leave(number)
            thread.join(PATIENCE_S)


@pytest.fixture
def crowd(ray: OnRay) -> Iterator[Crowd]:
    with ExitStack() as stack:
        yield Crowd(ray.address, 12, stack)


def test_whoever_leaves_takes_nobody_along(crowd: Crowd) -> None:
    """Others are in the batch that was begun for him."""
    crowd.go_on(list(range(12)))
    for number in range(0, 12, 2):
        crowd.leave(number)
        crowd.go_on(list(range(1, 12, 2)))


def test_when_a_codec_is_killed_everybody_is_answered(ray: OnRay, crowd: Crowd) -> None:
    everybody = list(range(12))
    crowd.go_on(everybody)
    (killed, _) = ray.replicas("Codec")
    os.kill(killed, signal.SIGKILL)
    crowd.go_on(everybody, 50)
    ray.heal()
    assert killed not in ray.replicas("Codec")
    crowd.go_on(everybody)


def test_when_a_page_is_killed_the_other_answers(ray: OnRay, visitor: RemoteClient, client: TestClient) -> None:
    """Until HAProxy has noticed, some are answered by itself: 500."""
    wanted = everything(client)

    def answers() -> bool:
        try:
            return everything(visitor) == wanted
        except httpx2.HTTPError:
            return False

    os.kill(ray.replicas("Pages")[0], signal.SIGKILL)
    until(answers)
