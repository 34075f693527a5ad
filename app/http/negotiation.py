"""HTTP's own bargaining: which media type to answer with, and whether the client has the answer already."""

import hashlib

from fastapi import Request, Response

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.accept_header import weighted


def negotiate(accept: str | None, offers: tuple[str, ...]) -> str:
    """The offer that an Accept header prefers; the first where all are welcome. Problem not_acceptable."""
    ranges = weighted(accept or "*/*")
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise Problem("not_acceptable", offers=", ".join(offers))
    return best


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the offer."""
    for pattern in (offer, offer.split("/")[0] + "/*", "*/*"):
        for media, quality in ranges:
            if media == pattern:
                return quality
    return 0.0


def conditional(request: Request, body: bytes, media_type: str) -> Response:
    """The body with its ETag, to be asked about each time; 304 where the client has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
