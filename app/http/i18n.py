"""Every text that a visitor reads, by key and language; the page and the server read the same files."""

import json
from functools import cache
from typing import Literal, get_args

from starlette.requests import HTTPConnection

from latent_explorer.app.http.accept_header import weighted
from latent_explorer.app.settings import asset_folder

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def catalogue(language: Language) -> dict[str, str]:
    """The texts of a language by key."""
    path = asset_folder("static") / "catalogue" / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text("utf-8"))
    return texts


def text(language: Language, key: str, **values: object) -> str:
    """One text with its {placeholders} filled. Raises KeyError at an unknown key."""
    return catalogue(language)[key].format(**values)


def choose(asked: str | None, accept: str | None) -> Language:
    """The language of a request: ?lang= first, then Accept-Language, else English."""
    preferred = [asked or "", *(media for media, quality in weighted(accept or "") if quality > 0)]
    for name in preferred:
        for language in LANGUAGES:
            if name.strip().lower().split("-")[0] == language:
                return language
    return "en"


def language_of(connection: HTTPConnection) -> Language:
    """The language to answer a request in."""
    return choose(connection.query_params.get("lang"), connection.headers.get("accept-language"))
