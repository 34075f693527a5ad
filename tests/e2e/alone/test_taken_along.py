"""A site without a server is taken along as one with it, and in both browsers to the pixel."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.explorer import Explorer
from tests.e2e.made_file import keep_made_file, made_file
from tests.e2e.test_take_along import Taker, native

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("name", ["The decoded image, VAE", "The digit at hand"])
def test_a_picture_has_the_pixels_of_the_screen(explorer: Explorer, name: str) -> None:
    explorer.open("#digit=7")
    shown = explorer.pixels("#input" if "digit" in name else "#decoded")
    taker = Taker(explorer)
    keep_made_file(taker.page)
    taker.page.get_by_role("button", name=f"PNG: {name}", exact=True).click()
    expect(explorer.find("#take-along [role=status]")).to_contain_text("Saved: latent-explorer vae-2d")
    picture = Image.open(io.BytesIO(made_file(taker.page)))
    assert native(np.asarray(picture.convert("L"))) == shown
