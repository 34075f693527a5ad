"""Models of one's own: collapsed ones have maps and are called so; a VAE without its twin is shown, or named."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import CONFIG
from tests.e2e.conftest import DESKTOP, Contexts
from tests.e2e.explorer import Explorer, eventually
from tests.helpers.collapsed import collapsed
from tests.helpers.serving import serving

pytestmark = pytest.mark.e2e


def configure(folder: Path, **fields: Any) -> None:
    """Change a model's configuration."""
    values = json.loads((folder / CONFIG).read_text())
    values["model"] |= fields
    (folder / CONFIG).write_text(json.dumps(values))


@pytest.fixture
def own(contexts: Contexts, tiny_folder: Path, tmp_path: Path) -> Iterator[Explorer]:
    """A visitor of a server with collapsed twins, a VAE without a twin, and one without any autoencoder like it."""
    for kind, twin in (("ae", "vae"), ("vae", "ae")):
        configure(collapsed(ZOO / f"{kind}-2d", tmp_path / f"{kind}-flat", [0, 1]), twin=f"{twin}-flat")
    configure(collapsed(tiny_folder, tmp_path / "alone", []), twin=None)
    configure(collapsed(ZOO / "vae-2d-gaussian", tmp_path / "thin", [1]), twin="ae-2d-gaussian")
    with serving(models=tmp_path) as port:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), f"http://127.0.0.1:{port}")
        yield visitor
        visitor.http.close()
        contexts.forget(visitor.page)
    assert visitor.troubles == []


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("vae-flat", ["ae-flat has collapsed on 2 of its 2 axes", "vae-flat has collapsed on 2 of its 2 axes"]),
        ("thin", ["thin has collapsed on 1 of its 2 axes"]),
        ("alone", ["alone has no twin here, so ae-2d stands beside it"]),
    ],
)
def test_a_model_of_ones_own_has_maps_and_a_sentence(model: str, said: list[str], own: Explorer) -> None:
    own.open(f"#model={model}")
    for sentence in said:
        expect(own.find("#model-note")).to_contain_text(sentence)
    eventually(lambda: model in own.tile_zooms, f"tiles of {model} are asked for", own.page)
    expect(own.find("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    expect(own.find("#problem")).to_be_hidden()
