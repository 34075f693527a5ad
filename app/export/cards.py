"""The cards of a site's models as a page, with the plots that they show."""

import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from latent_explorer.app.http.explorer_page import Linked
from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.settings import asset_folder

AT = "cards"
PAGE = f"{AT}/index.html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


def cards_page(markdown: str, plots: dict[str, bytes], digest: str) -> str:
    """The page of cards that are given as Markdown, with SVG plots by the addresses that these name them by."""
    loader = FileSystemLoader(asset_folder("templates"))
    texts = catalogue("en")  # as the cards are
    return (
        Environment(loader=loader, autoescape=select_autoescape())
        .get_template("cards.html")
        .render(
            policy=POLICY,
            assets=Linked(digest),
            title=texts["page.cards"],
            back=texts["page.name"],
            cards=Markup(
                _with_plots(MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown), plots)
            ),
        )
    )


def _with_plots(html: str, plots: dict[str, bytes]) -> str:
    """With each plot where its address, in which a folder's name is escaped, stands as an image's."""

    def placed(found: re.Match[str]) -> str:
        plot = plots.get(unquote(unescape(found[1])))
        return found[0] if plot is None else f'<img src="data:image/svg+xml;base64,{b64encode(plot).decode()}"'

    return re.sub(r'<img src="([^"]*)"', placed, html)


def plots(folders: list[Path], name: str) -> dict[str, bytes]:
    """The plots of this name in models' folders, by their addresses from the cards."""
    return {f"{folder.name}/{name}": (folder / name).read_bytes() for folder in folders if (folder / name).is_file()}
