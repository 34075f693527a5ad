"""The page's reading of pictures, run by Node on pixels that Pillow decoded."""

import json
import subprocess
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from tests.helpers.page_engine import NODE
from tests.helpers.paths import ROOT

SCRIPT = ROOT / "tests" / "js" / "reading" / "ask.js"


class Decoded(NamedTuple):
    """A picture's pixels, upright: what a browser's canvas gives."""

    width: int
    height: int
    rgba: bytes

    def as_png(self) -> bytes:
        """The same pixels as a file, for the server."""
        image, out = Image.frombytes("RGBA", (self.width, self.height), self.rgba), BytesIO()
        opaque = image.getchannel("A").getextrema()[0] == 255
        (image.convert("RGB") if opaque else image).save(out, "PNG", compress_level=0)
        return out.getvalue()


def decoded(data: bytes) -> Decoded:
    with Image.open(BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    return Decoded(image.width, image.height, image.tobytes())


class PageReader:
    """Node, which answers one picture after another; to be used with `with`."""

    def __enter__(self) -> "PageReader":
        self._node = subprocess.Popen([NODE, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._node.stdin and self._node.stdout
        self._node.stdin.close()
        self._node.wait(20)
        self._node.stdout.close()

    def read(self, picture: Decoded, into: dict[str, int] | None = None, **knobs: Any) -> dict[str, Any]:
        """What the page's Worker would answer; bytes are lists, and `ms` the time it took.

        into: side and channels of images that are no digits.
        """
        assert self._node.stdin and self._node.stdout
        head = json.dumps({"width": picture.width, "height": picture.height, "knobs": knobs, "into": into})
        self._node.stdin.write(head.encode() + b"\n" + picture.rgba)
        self._node.stdin.flush()
        found: dict[str, Any] = json.loads(self._node.stdout.readline())
        return found
