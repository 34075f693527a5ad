"""What a request leaves in memory: nothing that waits for the collector, which counts objects and not megabytes."""

import gc
import io
import tracemalloc
from collections.abc import Callable, Iterator

import httpx2
import pytest
from PIL import Image

from latent_explorer.app.images.reading import normalise
from tests.helpers.photos import photo
from tests.helpers.serving import serving


def noise() -> bytes:
    """A picture of no digit, a megabyte."""
    out = io.BytesIO()
    Image.effect_noise((1000, 1000), 60).save(out, "PNG")
    return out.getvalue()


NOISE = noise()


def kept(act: Callable[[], object], times: int = 5) -> float:
    """Bytes that each further time of an act leaves behind, without the collector."""
    act()
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        act()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(times):
            act()
        return (tracemalloc.get_traced_memory()[0] - before) / times
    finally:
        tracemalloc.stop()
        gc.enable()


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("LATENT_PICTURE_CACHE_BYTES", "1")  # what is kept on purpose is not meant
        with serving() as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as opened:
            opened.get("/api/models")  # waits until they are loaded
            yield opened


@pytest.mark.slow
def test_a_picture_read_in_two_ways_leaves_nothing() -> None:
    # Divided by the paper around each pixel it shows no digit, and is read a second way.
    on_a_desk = photo("desk", 1).data
    assert kept(lambda: normalise(on_a_desk)) < 100_000


@pytest.mark.parametrize(("data", "status"), [(b"no picture" * 200_000, 415), (NOISE, 422)], ids=["bytes", "noise"])
def test_a_refused_upload_leaves_nothing(data: bytes, status: int, client: httpx2.Client) -> None:
    def send() -> None:
        answer = client.post("/api/models/vae-2d/encode", files={"file": ("digit", data)})
        assert answer.status_code == status

    assert kept(send) < 700_000  # of the picture and its file, 2 to 5 MB
