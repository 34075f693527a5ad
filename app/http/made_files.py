"""Files made of others: the page's modules in one, its Workers', and its styles; packed once for all visitors."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from latent_explorer.app.http.module_bundle import COMMENT, bundle

STYLES = (
    "vendor/leaflet/leaflet.css", "style/base.css", "style/layout.css", "style/digit.css",
    "style/encoder.css", "style/decoder.css", "style/loss.css", "style/evidence.css", "style/axes.css", "style/map.css",
    "style/marks.css", "style/experiments.css", "style/layers.css", "style/picture.css", "style/embed.css",
    "style/take_along.css", "style/lesson.css", "style/lesson_controls.css", "style/lesson_instruments.css",
    "style/lesson_flow.css", "style/lesson_steps.css", "style/lesson_narrow.css", "style/lesson_presenter.css",
    "style/training.css", "style/words.css", "style/flow.css", "style/forced.css", "style/lesson_forced.css",
    "style/print.css", "style/lesson_print.css", "style/lone.css",
)  # fmt: skip
INDENT = re.compile(r"^ +", re.MULTILINE)
BESIDE = re.compile(r"""url\((?=[\w.])(?!data:)""")  # an address beside the sheet that it stands in


def modules(folder: Path) -> str:
    """The page's modules as one."""
    return bundle(folder, "main.js")


def engine(folder: Path) -> str:
    """The modules of the page's engine as one."""
    return bundle(folder, "engine/worker.js")


def geodesic(folder: Path) -> str:
    """The modules of the Workers that find shortest paths as one."""
    return bundle(folder, "engine/geodesic/worker.js")


def reader(folder: Path) -> str:
    """The modules that read pictures as one."""
    return bundle(folder, "reading/worker.js")


def take_along(folder: Path) -> str:
    """What is loaded once a visitor takes the page along, as one script; its names are its own."""
    return f"{{\n{bundle(folder, 'features/taking/taking.js')}}}\n"


def framed(folder: Path) -> str:
    """What is loaded where the page is shown in a frame, as one script; its names are its own."""
    return f"{{\n{bundle(folder, 'features/framed/framed.js')}}}\n"


def planes(folder: Path) -> str:
    """What is loaded where there are more than two dimensions: the map's plane is chosen, and all axes are shown."""
    return f"{{\n{bundle(folder, 'features/planes/planes.js')}}}\n"


def picture(folder: Path) -> str:
    """What is loaded once a visitor gives a picture, as one script; its names are its own."""
    return f"{{\n{bundle(folder, 'features/picture/picture.js')}}}\n"


def evidence(folder: Path) -> str:
    """What shows the measurements, as one script that is loaded after the rest; its names are its own."""
    return f"{{\n{bundle(folder, 'features/evidence/evidence.js')}}}\n"


def layers(folder: Path) -> str:
    """What paints and tells the maps' layers, as one script that is loaded after the rest; its names are its own."""
    return f"{{\n{bundle(folder, 'features/layers/layers.js')}}}\n"


def lesson(folder: Path) -> str:
    """What is loaded once the lesson is opened, as one script; its names are its own."""
    return f"{{\n{bundle(folder, 'lesson/lesson.js')}}}\n"


def trainer(folder: Path) -> str:
    """The modules of the Workers that train in the page, and look at what is trained, as one."""
    return bundle(folder, "engine/training/worker.js")


def training(folder: Path) -> str:
    """What is loaded once models are to be trained in the page, as one script; its names are its own."""
    return f"{{\n{bundle(folder, 'training/training.js')}}}\n"


def styles(folder: Path) -> str:
    """The page's styles as one, their pictures found from there."""
    return "".join(_sheet(folder, path) for path in STYLES)


def _sheet(folder: Path, path: str) -> str:
    text = COMMENT.sub("", (folder / path).read_text("utf-8"))
    return INDENT.sub("", BESIDE.sub(f"url({PurePosixPath(path).parent}/", text))


# By name: how it is made, and of files with which suffix.
MADE: dict[str, tuple[Callable[[Path], str], str]] = {
    "page.js": (modules, ".js"),
    "engine.js": (engine, ".js"),
    "geodesic.js": (geodesic, ".js"),
    "reader.js": (reader, ".js"),
    "take_along.js": (take_along, ".js"),
    "framed.js": (framed, ".js"),
    "lesson.js": (lesson, ".js"),
    "training.js": (training, ".js"),
    "trainer.js": (trainer, ".js"),
    "planes.js": (planes, ".js"),
    "picture.js": (picture, ".js"),
    "evidence.js": (evidence, ".js"),
    "layers.js": (layers, ".js"),
    "page.css": (styles, ".css"),
}


class Packed(NamedTuple):
    """Bytes, plain and by gzip."""

    plain: bytes
    zipped: bytes


class MadeFile:
    """What `make` makes of the files of a folder, made anew when one of those with this suffix has changed."""

    def __init__(self, folder: Path, suffix: str, make: Callable[[Path], str]) -> None:
        self._folder, self._suffix, self._make = folder, suffix, make
        self._lock = Lock()
        self._kept: tuple[list[tuple[str, int]], Packed] | None = None

    def packed(self) -> Packed:
        """The file. Raises ValueError if `make` does."""
        with self._lock:  # those who come meanwhile wait for it
            stamp = [(str(path), path.stat().st_mtime_ns) for path in sorted(self._folder.rglob(f"*{self._suffix}"))]
            if self._kept is None or self._kept[0] != stamp:
                plain = self._make(self._folder).encode()
                self._kept = stamp, Packed(plain, gzip.compress(plain, 9, mtime=0))
            return self._kept[1]

    def response(self, scope: Scope, media_type: str) -> Response:
        """The file, by gzip for those who take it."""
        packed, zips = self.packed(), "gzip" in Headers(scope=scope).get("accept-encoding", "")
        if not zips:
            return Response(packed.plain, media_type=media_type)  # the compression says that it varies
        said = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(packed.zipped, headers=said, media_type=media_type)
