"""The explorer's page in one language, as a server gives it or as a site without one does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, Template, select_autoescape
from markupsafe import Markup

from latent_explorer.app.http import last_slash, unreached
from latent_explorer.app.http.i18n import LANGUAGES, Language, catalogue
from latent_explorer.app.http.words import digit_words, filled
from latent_explorer.app.settings import asset_folder

OF_REPORTS = "report."  # keys of texts that another page shows


class Assets(Protocol):
    """How a page names its scripts, styles and other files, or holds them in itself."""

    def script(self, name: str, kind: str = "") -> Markup:
        """The element of a script; kind: `module`, or empty."""

    def style(self, name: str) -> Markup:
        """The element of a sheet of styles."""

    def address(self, name: str) -> str:
        """Where a file is."""


@dataclass(frozen=True)
class Linked:
    """Files beside the page, under a digest of them all."""

    digest: str

    def script(self, name: str, kind: str = "") -> Markup:
        """The element of a script; kind: `module`, or empty."""
        return Markup('<script{} src="{}"></script>').format(type_of(kind), self.address(name))

    def style(self, name: str) -> Markup:
        """The element of a sheet of styles."""
        return Markup('<link rel="stylesheet" href="{}">').format(self.address(name))

    def address(self, name: str) -> str:
        """Where a file is."""
        return f"static/{self.digest}/{name}"


@cache
def _texts(language: Language) -> dict[str, str]:
    """The texts that the page's scripts show: all but those of another page."""
    return {key: said for key, said in catalogue(language).items() if not key.startswith(OF_REPORTS)}


def type_of(kind: str) -> Markup:
    """The attribute of a script of a kind, or ''."""
    return Markup(' type="{}"').format(kind) if kind else Markup("")


@dataclass(frozen=True)
class Alone:
    """What a page says of itself that has no server.

    policy: what it may load, for a host that sends no header of its own; cards: where the models' cards are; worker: of
    the script that keeps the site for use without a network; title: in place of the product's; files: that the page
    holds in itself, base64 by path; asked: a query, in place of the address's.
    """

    policy: str
    cards: str = ""
    worker: str = ""
    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""


def render(
    language: Language,
    assets: Assets,
    max_upload_bytes: int,
    pages: Mapping[Language, str] | None = None,
    alone: Alone | None = None,
    base: str = "",
) -> str:
    """The page's HTML. pages: where it is in each language, by default told by the address; base: its own address, for
    cards of those who share it, which take no relative ones.
    """
    words = digit_words(language)
    return _template().render(
        lang=language,
        pages={one: f"?lang={one}" for one in LANGUAGES} if pages is None else pages,
        t=filled(catalogue(language), words),
        texts=_texts(language),
        words=words,
        assets=assets,
        alone=alone,
        base=base,
        last_slash=last_slash.ELEMENT,
        unreached=unreached.ELEMENT,
        max_upload_bytes=max_upload_bytes,
    )


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(asset_folder("templates")), autoescape=select_autoescape())
    # Vietnamese as it is: written as \u…, its texts alone take 37 kB more.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment.get_template("index.html")
