"""Visitors' pictures, kept for a while and only in memory: turning a knob needs no further upload."""

import secrets
from threading import Lock

from cachetools import TTLCache

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey

KEPT_S = 900


class Pictures:
    """Grey pictures (h, w) float32 by unguessable names. Thread-safe."""

    def __init__(self, size: int, seconds: float = KEPT_S) -> None:
        """Keep at most `size` bytes, each picture for `seconds`; the oldest make room."""
        self._lock = Lock()
        self._kept: TTLCache[str, Grey] = TTLCache(size, seconds, getsizeof=lambda grey: grey.nbytes)

    @property
    def held(self) -> tuple[int, int]:
        """How many pictures are kept, and their bytes."""
        with self._lock:
            return len(self._kept), int(self._kept.currsize)

    def keep(self, grey: Grey, name: str | None = None) -> str | None:
        """Keep a picture as `name`, be it another server's, or a new name; return that, or None if there is no room."""
        if grey.nbytes > self._kept.maxsize:
            return None
        name = name or secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = grey
        return name

    def find(self, name: str) -> Grey:
        """The picture kept as `name`. Raises Problem unknown_picture if it expired or never was."""
        with self._lock:
            grey = self._kept.get(name)
        if grey is None:
            raise Problem("unknown_picture")
        return grey
