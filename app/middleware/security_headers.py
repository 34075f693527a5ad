"""Security headers on every response."""

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.http import last_slash, unreached
from latent_explorer.app.http.origins import name_of
from latent_explorer.app.middleware.head_as_get import HeadAsGet
from latent_explorer.app.middleware.trusted_hosts import LOOPBACK, TrustedHosts
from latent_explorer.app.settings import Settings

# The page loads everything from this server; it makes images of its own as data: and blob: URLs.
POLICY = {
    "default-src": "'none'",
    "script-src": f"'self' {last_slash.SOURCE} {unreached.SOURCE}",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# Features the page never uses; a file input with `capture` needs no camera permission.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")


def safe_headers(settings: Settings) -> dict[str, str]:
    """The headers by name. Where CORS opens the API to other pages, images are open to them too."""
    policy = POLICY | {"frame-ancestors": settings.frame_ancestors}
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "Cross-Origin-Resource-Policy": "cross-origin" if settings.cors_origins else "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


class SecurityHeaders:
    """Middleware that adds headers to every response; what an answer says itself, it keeps."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app, self.headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that adds the headers."""

        async def send_safe(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                own = MutableHeaders(scope=message)
                for name, value in (self.headers | _for_trustworthy_origins(scope)).items():
                    own.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_safe)


def _for_trustworthy_origins(scope: Scope) -> dict[str, str]:
    """Headers for trustworthy origins only: elsewhere browsers ignore them with a console warning."""
    trusted = scope.get("scheme") in ("https", "wss") or name_of(Headers(scope=scope).get("host", "")) in LOOPBACK
    return {"Cross-Origin-Opener-Policy": "same-origin"} if trusted else {}


class SafeFastAPI(FastAPI):
    """FastAPI with security headers on error 500 too, whose response bypasses all added middleware."""

    def build_middleware_stack(self) -> ASGIApp:
        """Starlette's stack, wrapped in SecurityHeaders."""
        return SecurityHeaders(super().build_middleware_stack(), self.state.safe_headers)


def protect(app: SafeFastAPI, settings: Settings) -> None:
    """Set up the headers, CORS and the trusted hosts."""
    app.state.safe_headers = safe_headers(settings)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("If-None-Match",),
            expose_headers=("ETag", "Retry-After"),
        )
    app.add_middleware(TrustedHosts, patterns=settings.allowed_hosts)
    app.add_middleware(HeadAsGet)
