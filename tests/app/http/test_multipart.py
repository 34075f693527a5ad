import io
import logging
import tempfile
from typing import Any

import anyio
import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw
from starlette.requests import Request

from latent_explorer.app.http.multipart import read_form

ENCODE = "/api/models/vae-2d/encode"
TYPE = "multipart/form-data; boundary=x; charset="
FIELD = '--x\r\nContent-Disposition: form-data; name="thickness"\r\n\r\né\r\n'.encode()
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nseven\r\n'
NAME = "grade-sheet-of-somebody.bmp"


def large_picture() -> bytes:
    """A seven of 3 MB, three times what Starlette keeps in memory."""
    image = Image.fromarray(np.full((1000, 1000, 3), 240, np.uint8))
    ImageDraw.Draw(image).line([(250, 200), (750, 200), (450, 850)], "black", 80)
    file = io.BytesIO()
    image.save(file, "BMP")
    return file.getvalue()


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise PermissionError("the disk was written to")

    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)


@pytest.mark.usefixtures("no_disk")
def test_a_large_upload_never_touches_the_disk(client: TestClient) -> None:
    answer = client.post(ENCODE, files={"file": (NAME, large_picture())}, data={"thickness": "0.5"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["judge"]["label"] == 7


def test_no_log_names_the_file_or_holds_its_content(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for content in (large_picture(), b"a secret"):
            answer = client.post(ENCODE, files={"file": (NAME, content)})
            assert NAME not in answer.text and "secret" not in answer.text
    assert NAME not in caplog.text and "secret" not in caplog.text


@pytest.mark.contract
@pytest.mark.parametrize("charset", ["latin-1", "no-such-codec"])
def test_a_form_of_any_codec_is_read(charset: str, client: TestClient) -> None:
    answer = client.post(ENCODE, content=FIELD + b"--x--\r\n", headers={"content-type": TYPE + charset})
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_file")


@pytest.mark.parametrize("charset", ["latin-1", "no-such-codec"])
def test_the_sender_chooses_no_codec(charset: str) -> None:
    """Starlette decodes fields by the codec that the sender names, and some of Python's took minutes for a megabyte."""
    messages = iter([{"type": "http.request", "body": FIELD + FILE + b"--x--\r\n"}])

    async def receive() -> Any:
        return next(messages)

    sent = Request({"type": "http", "headers": [(b"content-type", (TYPE + charset).encode())]}, receive)
    assert anyio.run(read_form, sent) == (b"seven", {"thickness": "é"})
