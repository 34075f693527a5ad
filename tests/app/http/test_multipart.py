import io
import logging
import tempfile
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw

ENCODE = "/api/models/vae-2d/encode"
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
@pytest.mark.parametrize("charset", ["undefined", "punycode", "no-such-codec"])
def test_the_sender_chooses_no_codec(charset: str, client: TestClient) -> None:
    """Python has some that take minutes for a megabyte, and one that always fails."""
    body = b'--x\r\nContent-Disposition: form-data; name="thickness"\r\n\r\n\xc3\xa9aaa-99999\r\n--x--\r\n'
    answer = client.post(
        ENCODE, content=body, headers={"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_file")
