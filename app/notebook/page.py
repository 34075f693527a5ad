"""What a notebook's cell shows: the page as one file, and a picture of it for where there is no kernel."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app.export.choice import chosen
from latent_explorer.app.export.single_file import single_file
from latent_explorer.app.export.site import Content
from latent_explorer.app.http.i18n import LANGUAGES, Language, text
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.settings import Settings
from latent_explorer.model.config import ConfigError
from latent_explorer.model.explore.map_grid import tile_points
from latent_explorer.model.explore.plane import on_plane
from latent_explorer.model.registry import Model, open_registry

Embed = Literal["", "map", "pair", "decoder", "step", "walk", "evidence"]  # as in static/theme.js
PAIR = "vae-2d"  # with its twin
CELLS = 12  # images along a map's side
GAP = 16  # pixels between two maps


@dataclass(frozen=True)
class Page:
    """The page's HTML and title, and its first pair's maps as a PNG, with their models' names."""

    html: bytes
    title: str
    picture: bytes
    names: str


def page(models: str | Iterable[str] | None, title: str, language: Language, embed: Embed) -> Page:
    """The page with these models and their twins, by default the 2-D pair. Raises ConfigError."""
    _check_known("language", language, LANGUAGES)
    _check_known("part", embed, get_args(Embed))
    settings = Settings()
    registry = open_registry(settings.model_folders)
    shown, left_out = chosen(registry, _names(models))
    for sentence in left_out:
        warnings.warn(sentence, stacklevel=3)
    asked = f"share=pixels&embed={embed}"
    content = Content(shown, "", {}, title, language, settings.max_upload_bytes, asked)
    pair, _ = chosen(registry, list(shown)[:1])
    return Page(single_file(content), title or text(language, "page.name"), picture(pair), ", ".join(pair))


def _check_known(what: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise ConfigError(f"there is no {what} {name!r} of the page; there are {', '.join(filter(None, known))}")


def _names(models: str | Iterable[str] | None) -> list[str]:
    if models is None:
        return [PAIR]
    return [models] if isinstance(models, str) else list(models)


def picture(models: Mapping[str, Model]) -> bytes:
    """The models' maps, decoded whole, side by side, ink as black on white: a PNG."""
    maps = [_on_paper(model) for model in models.values()]
    gap = np.full((len(maps[0]), GAP, *maps[0].shape[2:]), 255, np.uint8)
    return png(np.hstack([part for one in maps for part in (gap, one)][1:]))


def _on_paper(model: Model) -> NDArray[np.uint8]:
    decoded = decoded_map(model)
    return 255 - decoded if model.codec.images.ink else decoded


def decoded_map(model: Model) -> NDArray[np.uint8]:
    """CELLS × CELLS images over a model's extent, on black, in the plane of its first two axes: (h, w[, 3]) uint8."""
    points = tile_points(model.extent, 0, 0, 0, CELLS)  # (CELLS², 2)
    through = np.zeros(model.codec.latent_dim)
    return mosaic(model.codec.decode_bytes(on_plane(points, through)), CELLS)
