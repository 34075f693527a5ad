"""Files in many pieces, each refused; without its bound each would be read.

What these bounds are for held Pillow up for seconds: pieces by the hundred thousand, each read or decoded by a few
lines of Python. The files here are small ones, and the bounds are lowered to meet them; what they are otherwise is
asserted of our own code alone.
"""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from latent_explorer.app.errors import Problem
from latent_explorer.app.images import decode_limits
from latent_explorer.app.images.decode_limits import FewReads
from latent_explorer.app.images.reading import normalise


def page(kind: str, **options: object) -> bytes:
    """A picture file of a 7."""
    image = Image.new("L", (40, 40), 255)
    ImageDraw.Draw(image).line([(12, 8), (28, 8), (18, 32)], 0, 4)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def after(start: int, data: bytes, extra: bytes) -> bytes:
    return data[:start] + extra + data[start:]


def chunk(name: bytes) -> bytes:
    return struct.pack(">I", 0) + name + struct.pack(">I", zlib.crc32(name))


def strips(count: int, order: str = "<") -> bytes:
    """A TIFF of one white row a strip, all of them the same eight bytes."""
    start = 8 + 2 + 9 * 12 + 4
    tags = [
        (256, 4, 1, 8), (257, 4, 1, count), (258, 4, 1, 8), (259, 4, 1, 1), (262, 4, 1, 1), (273, 4, count, start),
        (277, 4, 1, 1), (278, 4, 1, 1), (279, 4, count, start + 4 * count),
    ]  # fmt: skip
    directory = struct.pack(f"{order}H", len(tags)) + b"".join(struct.pack(f"{order}HHII", *tag) for tag in tags)
    places = struct.pack(f"{order}I", start + 8 * count) * count + struct.pack(f"{order}I", 8) * count
    magic = b"II*\0" if order == "<" else b"MM\0*"
    return magic + struct.pack(f"{order}I", 8) + directory + bytes(4) + places + b"\xff" * 8


def bitmap(side: int, rows: bytes) -> bytes:
    """A bitmap of run lengths in two colours: black, and nearly white."""
    header = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 1, len(rows), 0, 0, 2, 0)
    start = 14 + 40 + 8
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + header + b"\0\0\0\0\xff\xff\xfe\0" + rows


def scans(count: int) -> bytes:
    photo = page("JPEG", progressive=True)
    last = photo.rindex(b"\xff\xda")
    return photo[:-2] + photo[last:-2] * (count - photo.count(b"\xff\xda")) + photo[-2:]


GIF = 13 + 3 * 2 ** ((page("GIF")[10] & 7) + 1)  # where its colours end
MANY = {
    "a jpeg that is padded": after(2, page("JPEG"), b"\xff" * 1_000),
    "a jpeg of comments": after(2, page("JPEG"), b"\xff\xfe\0\2" * 1_000),
    "a png of empty chunks": after(33, page("PNG"), chunk(b"abCd") * 1_000),
    "a gif of comments": after(GIF, page("GIF"), b"!\xfe\1x\0" * 1_000),
    "a gif of one comment": after(GIF, page("GIF"), b"!\xfe" + b"\1x" * 1_000 + b"\0"),
    "a tiff of strips": strips(40),
    "a tiff of strips, big-endian": strips(40, ">"),
    "a bitmap of runs": bitmap(100, (b"\1\1" * 100 + b"\0\0") * 100),
    "a jpeg of scans": scans(20),
}
WHITE = ("a tiff of strips", "a tiff of strips, big-endian", "a bitmap of runs")


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that small files of many pieces are above, and whatever is met is below."""
    monkeypatch.setattr(FewReads, "_left", 600)
    monkeypatch.setattr(decode_limits, "MAX_VALUES", 30)
    monkeypatch.setattr(decode_limits, "MAX_SCANS", 15)


@pytest.mark.usefixtures("lowered")
@pytest.mark.parametrize("name", MANY)
def test_a_file_in_absurdly_many_pieces_is_damaged(name: str) -> None:
    with pytest.raises(Problem) as caught:
        normalise(MANY[name])
    assert caught.value.code == "damaged_image"


@pytest.mark.parametrize("name", WHITE)
def test_without_these_bounds_a_white_page_would_be_read(name: str) -> None:
    with pytest.raises(Problem) as caught:
        normalise(MANY[name])
    assert caught.value.code == "blank_image"


@pytest.mark.usefixtures("lowered")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_file_as_it_is_written_stays_below_them(kind: str) -> None:
    assert normalise(page(kind)).pixels.max() == 1


def test_a_file_is_read_in_300_000_pieces_at_most() -> None:
    file = FewReads(b"x" * 300_001)
    assert all(file.read(1) for _ in range(300_000))
    with pytest.raises(OSError, match="pieces"):
        file.read(1)


def test_a_jpeg_has_50_scans_at_most() -> None:
    """Counted by their headers, of which there is nothing but these."""
    small = Image.new("L", (1, 1))
    small.format = "JPEG"
    for scan in decode_limits.JPEG_SCANS:
        decode_limits.check_opened(small, scan * 50)
        with pytest.raises(Problem):
            decode_limits.check_opened(small, scan * 51)


FEW = {name: data for name, data in MANY.items() if name not in WHITE} | {
    "a png of 10,000 empty chunks": after(33, page("PNG"), chunk(b"abCd") * 10_000),
    "a photograph and its film": page("JPEG") + b"\xff\xda.." * 1_000,
}


@pytest.mark.parametrize("name", FEW)
def test_a_file_in_as_many_pieces_as_are_met_is_read(name: str) -> None:
    assert np.abs(normalise(FEW[name]).pixels - normalise(page("JPEG")).pixels).mean() < 0.03


@pytest.mark.parametrize("order", "<>")
def test_a_tiff_of_as_many_strips_as_rows_is_read(order: str) -> None:
    decode_limits.check_unopened(strips(24_000, order))
    with pytest.raises(Problem) as caught:
        normalise(strips(2_400, order))
    assert caught.value.code == "blank_image"


@pytest.mark.parametrize("order", "<>")
def test_a_tiff_has_30_000_strips_at_most(order: str) -> None:
    """By its directory, of which nothing follows."""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, 1)
    decode_limits.check_unopened(head + struct.pack(f"{order}HHII", 273, 4, 30_000, 0))
    with pytest.raises(Problem):
        decode_limits.check_unopened(head + struct.pack(f"{order}HHII", 273, 4, 30_001, 0))


def test_a_large_jpeg_may_have_fewer_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    normalise(scans(20))
    monkeypatch.setattr(decode_limits, "MAX_SCANNED", 15 * 40 * 40)
    with pytest.raises(Problem) as caught:
        normalise(scans(20))
    assert caught.value.code == "damaged_image"


def test_a_large_tiff_is_counted_too() -> None:
    """BigTIFF: its directory has wider entries."""
    head = b"II+\0" + struct.pack("<HHQ", 8, 0, 16) + struct.pack("<Q", 1)
    for count, kind in ((100, 4), (10**9, 7)):
        decode_limits.check_unopened(head + struct.pack("<HHQQ", 273, kind, count, 0))
    with pytest.raises(Problem):
        decode_limits.check_unopened(head + struct.pack("<HHQQ", 273, 4, 40_000, 0))
