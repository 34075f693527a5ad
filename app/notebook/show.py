"""`latent_explorer.show()`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from latent_explorer.app.http.i18n import Language
from latent_explorer.app.notebook.page import Embed, page
from latent_explorer.model.config import ConfigError

if TYPE_CHECKING:
    from latent_explorer.app.notebook.widget import Explorer

WIDGETS = ("anywidget", "ipywidgets", "traitlets")


def show(
    models: str | Iterable[str] | None = None,
    *,
    title: str = "",
    language: Language = "en",
    height: int = 720,
    embed: Embed = "",
) -> "Explorer":
    """The explorer as a widget of a notebook: docs/notebook.md.

    models: one id or several, each comes with its twin; by default the shipped pair of two dimensions. title: in place
    of the product's name. height: of the frame, px. embed: one part alone, `map`, `pair`, `decoder`, `step`, `walk` or
    `evidence`. Raises ConfigError where one of these is unknown, ModuleNotFoundError without the extra `notebook`.
    """
    try:
        from latent_explorer.app.notebook.widget import LEAST_HEIGHT, Explorer
    except ModuleNotFoundError as error:
        if error.name not in WIDGETS:
            raise
        message = "a notebook's widget needs anywidget: in a clone, pip install '.[notebook]' brings it"
        raise ModuleNotFoundError(message, name=error.name) from error
    if height < LEAST_HEIGHT:
        raise ConfigError(f"in a frame {height} px high nothing is seen; height is {LEAST_HEIGHT} at least")
    return Explorer(page(models, title, language, embed), language, height=height)
