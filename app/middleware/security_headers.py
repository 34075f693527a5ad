"""The headers that make browsers careful, on every answer."""

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.middleware.head_as_get import Head
from latent_explorer.app.middleware.trusted_hosts import LOOPBACK, KnownHosts, name_of
from latent_explorer.app.settings import Settings

# All that the page needs comes from this server; only pictures may also be made on the spot.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# What the page never asks for; a file input with `capture` needs no camera of the page's own.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")


def safe_headers(settings: Settings) -> dict[str, str]:
    """The headers by name. A server that opens its API to other pages opens its pictures too."""
    policy = POLICY | {"frame-ancestors": settings.frame_ancestors}
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "Cross-Origin-Resource-Policy": "cross-origin" if settings.cors_origins else "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


class SafeHeaders:
    """Middleware that adds headers to whatever is answered."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app, self.headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a send that adds."""

        async def send_safe(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(self.headers | _where_heeded(scope))
            await send(message)

        await self.app(scope, receive, send_safe)


def _where_heeded(scope: Scope) -> dict[str, str]:
    """What browsers take from origins that they trust; of others' they complain to whoever looks at the console."""
    trusted = scope.get("scheme") in ("https", "wss") or name_of(Headers(scope=scope).get("host", "")) in LOOPBACK
    return {"Cross-Origin-Opener-Policy": "same-origin"} if trusted else {}


class SafeFastAPI(FastAPI):
    """An application with safe headers on its own failures too, whose answers go past all middleware that is added."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application as Starlette builds it, within SafeHeaders."""
        return SafeHeaders(super().build_middleware_stack(), self.state.safe_headers)


def protect(app: SafeFastAPI, settings: Settings) -> None:
    """Say to the application which pages and hosts it is for."""
    app.state.safe_headers = safe_headers(settings)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("If-None-Match",),
            expose_headers=("ETag", "Retry-After"),
        )
    app.add_middleware(KnownHosts, patterns=settings.allowed_hosts)
    app.add_middleware(Head)
