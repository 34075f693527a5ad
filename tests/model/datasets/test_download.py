import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from latent_explorer.model.datasets import download as downloading
from latent_explorer.model.datasets.download import download, missing_files
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import DIGESTS

IDX = bytes([0, 0, 8, 1, 0, 0, 0, 3]) + b"abc"
PACKED = gzip.compress(IDX)
NAME = "t10k-labels-idx1-ubyte"


class Mirror(BaseHTTPRequestHandler):
    """Answers by the folder asked for."""

    def do_GET(self) -> None:
        bodies = {"good": PACKED, "other": gzip.compress(IDX[:-1] + b"d"), "short": PACKED[:-5], "html": b"<html>"}
        body = bodies.get(self.path.split("/")[1])
        self.send_response(200 if body else 404)
        # "short" promises more than it sends and hangs up, as a broken connection does.
        self.send_header("Content-Length", str(len(PACKED) if self.path.startswith("/short/") else len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Mirror) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DIGESTS, NAME, hashlib.sha256(IDX).hexdigest())
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.mark.parametrize(
    "mirrors", [("good",), ("absent", "good"), ("other", "good"), ("short", "good"), ("html", "good")]
)
def test_takes_the_first_mirror_that_has_the_right_bytes(
    mirrors: tuple[str, ...], address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "MIRRORS", tuple(f"{address}{mirror}/" for mirror in mirrors))
    progress: list[tuple[int, int]] = []
    path = download(tmp_path / "new", NAME, lambda done, total: progress.append((done, total)))
    assert gzip.decompress(path.read_bytes()) == IDX
    assert [p.name for p in path.parent.iterdir()] == [f"{NAME}.gz"]
    assert progress[-1] == (len(PACKED), len(PACKED))
    assert missing_files(path.parent, "test") == ["t10k-images-idx3-ubyte"]
    assert [name.split("-")[0] for name in missing_files(path.parent, "train")] == ["train", "train"]


def test_wrong_bytes_from_every_mirror_leave_nothing(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "MIRRORS", (f"{address}other/", f"{address}short/"))
    with pytest.raises(DataError, match="SHA-256"):
        download(tmp_path, NAME, lambda done, total: None)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_it_says_where_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "MIRRORS", ("http://127.0.0.1:9/a/", "http://127.0.0.1:9/b/"))
    with pytest.raises(DataError) as caught:
        download(tmp_path, NAME, lambda done, total: None)
    for part in (str(tmp_path), f"{NAME}.gz", "/a/", "/b/", "Without a network"):
        assert part in str(caught.value)
    assert list(tmp_path.iterdir()) == []
