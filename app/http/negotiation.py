"""Content negotiation by Accept, and conditional responses by ETag."""

import hashlib

from fastapi import Request, Response

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.accept_header import weighted

VARY = {"Vary": "Accept"}  # of an answer whose type `negotiate` chose


def negotiate(accept: str | None, offers: tuple[str, ...]) -> str:
    """The offer that an Accept header prefers; among equals the first. Problem not_acceptable."""
    ranges = weighted(accept or "*/*")
    best = max(offers, key=lambda offer: _quality(offer, ranges))
    if _quality(best, ranges) <= 0:
        raise Problem("not_acceptable", offers=", ".join(offers))
    return best


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that matches the offer."""
    for pattern in (offer, offer.split("/")[0] + "/*", "*/*"):
        for media, quality in ranges:
            if media == pattern:
                return quality
    return 0.0


def conditional(request: Request, body: bytes, media_type: str) -> Response:
    """The body with an ETag, to be revalidated on each use; 304 if the client has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
