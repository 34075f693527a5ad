"""Static files under a digest of their content: each release has new paths, so all are cached for ever."""

import hashlib
import os
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from latent_explorer.app.http.made_files import MADE, MadeFile

# Ours, as Python's mimetypes reads what a machine has registered, which may call JavaScript text/plain: with nosniff,
# browsers would run none of it.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


# A Worker goes by the policy of its own answer: so the engine alone may compile WebAssembly, and the page may not; and
# what reads pictures may not so much as ask for anything.
POLICIES = {
    "engine.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    "geodesic.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    "trainer.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
    "reader.js": "default-src 'none'",
}


def digest_of(folder: Path) -> str:
    """A digest of the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def type_of(path: Path) -> str:
    """The Content-Type of a file: by its suffix alone, plain text if it has none, else bytes."""
    kind = TYPES.get(path.suffix, "application/octet-stream" if path.suffix else "text/plain")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


class ImmutableFiles(StaticFiles):
    """StaticFiles that are immutable and served whole: none is large enough for ranges; and those made of them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self._made = {name: MadeFile(folder, suffix, make) for name, (make, suffix) in MADE.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file with our type for it, or 304 if the client has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if response.status_code == 200:
            response.headers["Content-Type"] = type_of(Path(full_path))
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, cacheable for ever."""
        made = self._made.get(path)
        if made and scope["method"] in ("GET", "HEAD"):
            response = await run_sync(made.response, scope, type_of(Path(path)))
        else:
            response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            if path in POLICIES:
                response.headers["Content-Security-Policy"] = POLICIES[path]
        return response
