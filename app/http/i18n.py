"""Texts by key and language, from the catalogue that the page and the server share."""

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
    """All texts of a language by key."""
    path = asset_folder("static") / "catalogue" / f"{language}.json"
    texts: dict[str, str] = json.loads(path.read_text("utf-8"))
    return texts


def text(language: Language, key: str, **values: object) -> str:
    """A text with its {placeholders} filled in. Raises KeyError."""
    return catalogue(language)[key].format(**values)


def choose(asked: str | None, accept: str | None) -> Language:
    """The language for ?lang=, then for Accept-Language, else English."""
    preferred = [asked or "", *(media for media, quality in weighted(accept or "") if quality > 0)]
    for name in preferred:
        for language in LANGUAGES:
            if name.strip().lower().split("-")[0] == language:
                return language
    return "en"


def language_of(connection: HTTPConnection) -> Language:
    """The language to answer in."""
    return choose(connection.query_params.get("lang"), connection.headers.get("accept-language"))
