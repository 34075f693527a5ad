import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.errors import Overloaded
from latent_explorer.app.inference.service import Inference
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.app.telemetry.instrumentation import State
from latent_explorer.app.telemetry.prometheus import Metrics
from latent_explorer.app.telemetry.prometheus_files import FOLDER, mark_process_dead, prepare_for_workers
from tests.helpers.live import PATH, frame
from tests.helpers.metrics import figures
from tests.helpers.pictures import noise
from tests.helpers.problems import assert_problem


@pytest.fixture(scope="module")
def measured() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(metrics=True))) as started:
        started.get("/api/models")  # waits until they are loaded
        yield started


class Change:
    """How much a sample has changed since this was made."""

    def __init__(self, client: TestClient) -> None:
        self._client, self._before = client, figures(client.get("/metrics").text)

    def __call__(self, *sample: str) -> float:
        return figures(self._client.get("/metrics").text).get(sample, 0) - self._before.get(sample, 0)


def test_there_are_none_unless_they_are_wanted(client: TestClient) -> None:
    assert_problem(client.get("/metrics"), "not_found")


def test_a_server_without_them_does_not_load_their_library() -> None:
    code = (
        "import sys; from latent_explorer.app.server.run import create_app; create_app(); "
        "sys.exit('prometheus_client' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_they_are_text_and_no_part_of_the_api(measured: TestClient) -> None:
    assert measured.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "/metrics" not in measured.get("/openapi.json").json()["paths"]


def test_codes_decoded_together_are_one_batch(measured: TestClient) -> None:
    change = Change(measured)
    measured.post("/api/models/vae-2d/decode", json={"z": [[0, 0], [1, 0], [0, 1]]}).raise_for_status()
    for name in ("rows", "wait_seconds", "work_seconds"):
        assert change(f"batch_{name}_count", "decode") == 1
    assert change("batch_rows_sum", "decode") == 3
    assert change("batch_work_seconds_sum", "decode") > 0 and change("batch_rows_count", "draw") == 1


def test_requests_are_counted_by_template_and_class(measured: TestClient) -> None:
    change = Change(measured)
    for model in ("vae-2d", "ae-2d", "nope"):
        measured.get(f"/api/models/{model}")
    assert change("request_seconds_count", "GET", "/api/models/{model_id}", "2xx") == 2
    assert change("request_seconds_count", "GET", "/api/models/{model_id}", "4xx") == 1


def test_nobody_can_make_labels_up(measured: TestClient) -> None:
    measured.get("/metrics")  # a route of its own, which is counted from the second look on
    labels = len(figures(measured.get("/metrics").text))
    for i in range(5):
        measured.request(f"PROP{i}", f"/made/up/{i}")
        measured.get(f"/static/{i}.js")
        measured.get(f"/api/models/m{i}?x={i}")
    found = figures(measured.get("/metrics").text)
    assert found["request_seconds_count", "OTHER", "unmatched", "4xx"] == 5
    assert len(found) - labels <= 3 * 17  # three routes, each with its buckets, at most


def test_a_square_that_was_drawn_is_found(measured: TestClient) -> None:
    change = Change(measured)
    revision = measured.get("/api/models/vae-2d").json()["revision"]
    for path in (f"{revision}/tiles/3/1/2.png", f"{revision}/layers/density/3/1/2.json", "likeness?at=1,2"):
        for _ in range(3):
            measured.get(f"/api/models/vae-2d/{path}").raise_for_status()
    for cache in ("tile", "layer", "likeness"):
        found = change("cache_lookups_total", cache, "hit"), change("cache_lookups_total", cache, "miss")
        assert found == (2, 1)
    assert change("cache_bytes") > 1000


def test_live_messages_and_sockets_are_counted(measured: TestClient) -> None:
    change = Change(measured)
    with measured.websocket_connect(PATH) as socket:
        for seq in range(3):
            socket.send_bytes(frame(seq, (0.0, 0.5)))
            socket.receive_bytes()
        assert change("live_connections") == 1
    assert change("live_connections") == 0
    assert change("live_seconds_count") == 3 and change("live_seconds_sum") > 0


def test_what_is_refused_for_load_is_counted(measured: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        raise Overloaded

    monkeypatch.setattr(Inference, "decode", full)
    change = Change(measured)
    assert_problem(measured.post("/api/models/vae-2d/decode", json={"z": [[0, 0]]}), "overloaded")
    assert change("shed_total", "full") == 1
    with measured.websocket_connect(PATH) as socket:
        socket.send_bytes(frame(0, (0.0, 0.5)))
        assert socket.receive()["type"] == "websocket.close"
    assert change("shed_total", "full") == 2


def test_what_is_kept_and_what_was_loaded_is_told(measured: TestClient) -> None:
    change = Change(measured)
    measured.post("/api/models/vae-2d/encode", files={"file": ("a.png", (file := noise("PNG")), "image/png")})
    assert change("pictures") == 1 and change("picture_bytes") == len(file) + 64 * 64 * 4
    assert figures(measured.get("/metrics").text)["models", "loaded"] == len(measured.get("/api/models").json())


def test_what_waits_is_told() -> None:
    metrics = Metrics()
    metrics.gauges(State({"decode": 7}, 0, 0, 0, loaded=1, failed=2))
    found = figures(metrics.text().decode())
    assert found["waiting_rows", "decode"] == 7 and found["models", "failed"] == 2


COUNT = """
from latent_explorer.app.telemetry.prometheus import Metrics
metrics = Metrics()
metrics.answered("GET", "/", 200, 0.1)
metrics.connected(1)
print(__import__("os").getpid())
"""


def python(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True
    ).stdout.strip()


def test_workers_are_counted_together_and_a_dead_one_has_no_sockets() -> None:
    with prepare_for_workers():
        first, _ = python(COUNT), python(COUNT)
        mark_process_dead(int(first))
        found = figures(
            python("from latent_explorer.app.telemetry.prometheus import Metrics; print(Metrics().text().decode())")
        )
    assert found["request_seconds_count", "GET", "/", "2xx"] == 2
    assert found["live_connections",] == 1


def test_the_folder_of_the_workers_goes_with_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    monkeypatch.delenv(FOLDER, raising=False)
    with prepare_for_workers():
        folder = Path(os.environ[FOLDER])
        assert folder.is_dir()
    assert not folder.exists() and FOLDER not in os.environ
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with prepare_for_workers():
        assert os.environ[FOLDER] == str(tmp_path)
    assert tmp_path.is_dir() and os.environ[FOLDER] == str(tmp_path)
