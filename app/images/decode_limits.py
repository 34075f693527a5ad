"""Limits on what a picture file may cost to read: Pillow's parsers take seconds over a million empty pieces.

All visitors' pictures are read one after another, so a file of absurdly many pieces, which no camera, scanner or
program writes, is refused before or while it is parsed.
"""

from io import BytesIO

from PIL import Image

from latent_explorer.app.errors import Problem

MAX_READS = 300_000  # a 25 MB file in chunks of 1 kB needs a tenth
MAX_VALUES = 30_000  # per TIFF tag: 8,000 rows of three colours, in strips of one row of one colour, have 24,000
# The start of a scan's header, by its number of colours: the marker's two bytes alone occur by chance in what phones
# append. A progressive JPEG has about ten scans; each one more takes as long again, and thousands fit in a small file.
JPEG_SCANS = tuple(b"\xff\xda\0" + bytes([6 + 2 * colours, colours]) for colours in range(1, 5))
MAX_SCANS, MAX_SCANNED = 50, 1_200_000_000  # pixels: 48 megapixels may have 25
# Run-length-encoded bitmaps are decoded byte by byte in Python, and a file of 1 kB may claim any size.
RLE, MAX_RLE_PIXELS = (1, 2), 4_000_000
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
BYTES = (1, 2, 7)  # tag types that are kept as bytes, whatever their length


class FewReads(BytesIO):
    """A file that allows MAX_READS reads."""

    _left = MAX_READS

    def read(self, size: int | None = -1, /) -> bytes:
        """As BytesIO.read. Raises OSError after too many reads."""
        self._left -= 1
        if self._left < 0:
            raise OSError("too many pieces")
        return super().read(size)


def check_unopened(data: bytes) -> None:
    """Raise Problem damaged_image if a tag in a TIFF's first directory has too many numbers, like strip offsets."""
    if data.startswith(TIFF) and any(count > MAX_VALUES for kind, count in _tags(data) if kind not in BYTES):
        raise Problem("damaged_image")


def check_opened(image: Image.Image, data: bytes) -> None:
    """Raise Problem damaged_image or too_many_pixels if decoding would take too long."""
    pixels = image.width * image.height
    if image.info.get("compression") in RLE and pixels > MAX_RLE_PIXELS:
        raise Problem("too_many_pixels", width=image.width, height=image.height, limit=MAX_RLE_PIXELS // 1_000_000)
    if image.format in {"JPEG", "MPO"}:
        scans = sum(map(data.count, JPEG_SCANS))
        if scans > MAX_SCANS or scans * pixels > MAX_SCANNED:
            raise Problem("damaged_image")


def _tags(data: bytes) -> list[tuple[int, int]]:
    """The type and count of each tag in a TIFF's first directory."""
    little, big = data.startswith(b"II"), 43 in data[2:4]
    start, head, wide, long = (8, 8, 20, 8) if big else (4, 2, 12, 4)

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little" if little else "big")

    first = number(start, long)
    places = [first + head + wide * i for i in range(min(number(first, head), 65_535))]
    return [(number(at + 2, 2), number(at + 4, long)) for at in places]
