"""Which pages may open a live socket, by their origin."""

from starlette.requests import HTTPConnection

USUAL_PORTS = {"http": ":80", "https": ":443"}


def origin_allowed(socket: HTTPConnection, further: list[str]) -> bool:
    """Whether the Origin is our own or in `further`: CORS does not cover WebSockets. Programs send none, and may."""
    origin, host = socket.headers.get("origin"), socket.headers.get("host", "")
    if origin is None:
        return True
    ours = {_plain(f"{scheme}://{host}") for scheme in USUAL_PORTS}
    return _plain(origin) in ours or any(_covers(_plain(named), _plain(origin)) for named in further)


def _covers(pattern: str, origin: str) -> bool:
    """Whether a pattern is an origin or matches it: `*.lab.example` with any scheme and port, or `https://*.lab.example`."""
    (asked, _, name), (scheme, _, host) = pattern.rpartition("://"), origin.rpartition("://")
    if pattern == origin or scheme not in USUAL_PORTS or asked not in ("", scheme):
        return pattern == origin
    named = host if asked else name_of(host)
    return name in ("*", named) or (name.startswith("*.") and named.endswith(name[1:]))


def _plain(origin: str) -> str:
    """An origin in browsers' form: a proxy may add the default port to a Host, and people a trailing slash."""
    origin = origin.lower().rstrip("/")
    return origin.removesuffix(USUAL_PORTS.get(origin.partition("://")[0], ""))


def name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    name, _, port = host.lower().rpartition(":")
    return name if port.isdecimal() else host.lower()
