"""What whoever runs the server is told as a page is refused the live socket: a tunnel's page is foreign by mistake."""

import logging
import re

from starlette.requests import HTTPConnection

log = logging.getLogger("latent_explorer")
FEW = 8  # origins: strangers can make up any number of them
# Nothing else goes into the log, or from there into a shell.
WEB = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
SENTENCE = (
    "A page at %s was refused the live socket: its Host arrived as %s. If that page is this explorer behind your "
    "tunnel or proxy, start the server with LATENT_LIVE_ORIGINS=%s; until then it works without the socket."
)


class ForeignPages:
    """The origins that were refused, each told once."""

    def __init__(self, allowed: list[str]) -> None:
        """`allowed`: the origins that the setting names already."""
        self._allowed = allowed
        self._told: set[str] = set()

    def tell(self, socket: HTTPConnection) -> None:
        """Log what to set, unless that was told already or nothing on the web has such an origin."""
        origin, host = socket.headers.get("origin", ""), socket.headers.get("host", "")
        if origin in self._told or len(self._told) == FEW or not WEB.fullmatch(origin):
            return
        self._told.add(origin)
        shown = host if WEB.fullmatch(f"http://{host}") else "another"
        log.warning(SENTENCE, origin, shown, ",".join([*self._allowed, origin]))
