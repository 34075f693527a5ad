"""Pictures that visitors gave, kept for a while and only in memory: whoever turns a knob uploads nothing again."""

import secrets
from threading import Lock

from cachetools import TTLCache

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey

KEPT_S = 900


class Pictures:
    """Grey pictures (h, w) float32 by a name that nobody can guess. Any thread may keep or find one."""

    def __init__(self, size: int, seconds: float = KEPT_S) -> None:
        """Keep at most `size` bytes of them; the oldest make room."""
        self._lock = Lock()
        self._kept: TTLCache[str, Grey] = TTLCache(size, seconds, getsizeof=lambda grey: grey.nbytes)

    @property
    def held(self) -> tuple[int, int]:
        """How many there are, and their bytes."""
        with self._lock:
            return len(self._kept), int(self._kept.currsize)

    def keep(self, grey: Grey, name: str | None = None) -> str | None:
        """Its name from now on, which may be another server's; None where there is no room for so large a picture."""
        if grey.nbytes > self._kept.maxsize:
            return None
        name = name or secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = grey
        return name

    def find(self, name: str) -> Grey:
        """A picture kept. Problem unknown_picture where it is not kept any more, or never was."""
        with self._lock:
            grey = self._kept.get(name)
        if grey is None:
            raise Problem("unknown_picture")
        return grey
