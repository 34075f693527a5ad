"""`latent_explorer.show()`: the models that it takes, and what it says where it can't."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

import latent_explorer
from latent_explorer.app.notebook.page import CELLS, GAP, picture
from latent_explorer.model.config import ConfigError
from latent_explorer.model.registry import ZOO, Model, open_model


@pytest.fixture(scope="module")
def pair() -> dict[str, Model]:
    return {name: open_model(ZOO / name) for name in ("ae-2d", "vae-2d")}


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "latent_explorer.app.notebook.widget", raising=False)
    with pytest.raises(ModuleNotFoundError, match=r"pip install '.\[notebook\]'"):
        latent_explorer.show()


def test_naming_it_imports_no_widget() -> None:
    code = "import sys, latent_explorer; latent_explorer.show; print('anywidget' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"embed": "maps"}, "no part 'maps' of the page; there are map, pair, decoder, step, walk, evidence"),
        ({"language": "fr"}, "no language 'fr' of the page; there are en, vi"),
        ({"models": "vae-3d"}, "no model 'vae-3d'"),
        ({"height": -5}, "in a frame -5 px high nothing is seen; height is 100 at least"),
    ],
)
def test_what_there_is_not_is_named(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        latent_explorer.show(**wrong)  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_page_shares_what_is_drawn_and_shows_the_part_that_was_asked_for() -> None:
    explorer = latent_explorer.show(["vae-2d"], title="Week <6>", embed="pair", language="vi")
    html = explorer._page.html.decode()
    assert html.startswith('<!doctype html>\n<html lang="vi" data-asked="share=pixels&amp;embed=pair">')
    assert "<title>Week &lt;6&gt;</title>" in html and explorer._title == "Week <6>"
    assert len(html) < 13e6 and explorer._page.names == "ae-2d, vae-2d"


def test_the_picture_is_of_both_maps_black_on_white(pair: dict[str, Model]) -> None:
    data = picture(pair)
    grey = np.asarray(Image.open(io.BytesIO(data)))
    side = 28 * CELLS
    assert grey.shape == (side, 2 * side + GAP) and len(data) < 150_000
    assert np.all(grey[:, side : side + GAP] == 255) and np.median(grey) > 240 and grey.min() < 30
    vae = pair["vae-2d"]
    left, top = vae.extent.left, vae.extent.top
    step = 2 * vae.extent.half_width / CELLS
    (first,) = vae.codec.decode_bytes(np.array([[left + step / 2, top - step / 2]], np.float32))
    assert np.abs(255 - grey[:28, side + GAP :][:, :28].astype(int) - first).max() <= 1
