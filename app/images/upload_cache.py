"""Visitors' pictures, kept for a while and only in memory: turning a knob needs no further upload."""

import secrets
from threading import Lock

from cachetools import TTLCache

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.reading import Picture

KEPT_S = 900


class Pictures:
    """Pictures by unguessable names. Thread-safe."""

    def __init__(self, size: int, seconds: float = KEPT_S) -> None:
        """Keep at most `size` bytes, each picture for `seconds`; the oldest make room."""
        self._lock = Lock()
        self._kept: TTLCache[str, Picture] = TTLCache(size, seconds, getsizeof=lambda picture: picture.nbytes)

    @property
    def held(self) -> tuple[int, int]:
        """How many pictures are kept, and their bytes."""
        with self._lock:
            return len(self._kept), int(self._kept.currsize)

    def keep(self, picture: Picture, name: str | None = None) -> str | None:
        """Keep a picture as `name`, be it another server's, or a new name; return that, or None if there is no room."""
        if picture.nbytes > self._kept.maxsize:
            return None
        name = name or secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = picture
        return name

    def find(self, name: str) -> Picture:
        """The picture kept as `name`. Raises Problem unknown_picture if it expired or never was."""
        with self._lock:
            picture = self._kept.get(name)
        if picture is None:
            raise Problem("unknown_picture")
        return picture
