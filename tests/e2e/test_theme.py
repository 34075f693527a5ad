"""Digits lie on the theme's paper, painted before it changed or since, and on white in print."""

import io
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
OLD, NEW = "#gallery canvas >> nth=0", "#decoded"


def paper(explorer: Explorer, selector: str) -> float:
    """The grey level of what is around a digit."""
    picture = Image.open(io.BytesIO(explorer.find(selector).screenshot())).convert("L")
    image = np.asarray(picture, float)
    side = max(2, len(image) // 14)
    return float(image[side : 2 * side, side : 2 * side].mean())


@pytest.mark.parametrize("first", ["light", "dark"])
def test_digits_lie_on_the_themes_paper(explorer: Explorer, first: Literal["light", "dark"]) -> None:
    explorer.page.emulate_media(color_scheme=first)
    explorer.open("#vae=0.5,0.5&digit=3")
    levels = {"light": 255.0, "dark": 0.0}
    for theme in (first, "dark" if first == "light" else "light", first):
        wanted = levels[theme]
        eventually(lambda wanted=wanted: abs(paper(explorer, NEW) - wanted) < 12, theme, explorer.page)  # type: ignore[misc]
        assert abs(paper(explorer, OLD) - wanted) < 12
        image = explorer.pixels(NEW)
        explorer.find("input[data-z='0']").press("ArrowRight")
        eventually(lambda image=image: explorer.pixels(NEW) != image, "it is painted anew", explorer.page)  # type: ignore[misc]
        assert abs(paper(explorer, NEW) - wanted) < 12
        ink = "light" if theme == "dark" else "dark"
        assert explorer.find(NEW).get_attribute("data-ink") == ink, "with no filter"
        explorer.image_is_of("vae", explorer.settled_z())
        explorer.find("#theme").click()
    explorer.page.emulate_media(media="print")
    for selector in (OLD, NEW):
        if explorer.find(selector).is_visible():
            assert paper(explorer, selector) > 243
