"""What trains in the page has the weights that Node has, is served, and rests while nobody looks."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from latent_explorer.model.datasets.sample import IMAGES, TRAINING
from tests.e2e.conftest import DESKTOP, Contexts, Visit
from tests.e2e.explorer import Explorer
from tests.e2e.made_file import keep_made_file, made_file
from tests.e2e.training import Training
from tests.helpers.page_engine import asked_of_node
from tests.helpers.serving import serving

pytestmark = pytest.mark.e2e
STEPS = 1000
HIDE = """(state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@cache
def wanted(steps: int = STEPS, **turned: Any) -> dict[str, str]:
    """The digests after so many steps, as Node has them; what is turned is turned after 20."""
    changes = [{"step": 20, "set": turned}] if turned else []
    asked = {"images": str(TRAINING / IMAGES), "steps": steps, "changes": changes}
    found: dict[str, str] = asked_of_node("training/train.js", asked)["digests"]
    return {side: digest[:12] for side, digest in found.items()}


def test_a_link_trains_to_the_same_weights_in_every_browser(visit: Visit) -> None:
    training = Training(visit(), f"fair_0_2_b_1_0.002_1,{STEPS}")
    training.rests_at(STEPS)
    assert training.digests() == wanted()


def test_a_link_turns_what_was_turned_after_as_many_steps(visit: Visit) -> None:
    link = "fair_0_2_b_1_0.002_1,20b4,60"
    training = Training(visit(), link)
    training.rests_at(60)
    assert training.digests() == wanted(60, beta=4)
    training.wait(lambda: training.visitor.state("train") == link, "the address tells it again")


def test_a_play_of_beta(visit: Visit) -> None:
    """Without a pull the VAE's posteriors become narrow; under a strong one its axes go silent, as its figures say."""
    training = Training(visit())
    training.until(250)
    training.wait(lambda: training.measured("kl") > 1, "codes tell something")
    training.turn("beta", "Home")
    training.wait(lambda: training.measured("sigma") < 0.02, "posteriors are narrow")
    training.wait(lambda: training.measured("kl") > 8, "codes tell more")
    training.turn("beta", "End")
    training.wait(lambda: training.measured("active") == 0, "no unit is active")
    training.wait(lambda: training.measured("sigma") > 0.9, "posteriors are as wide as the prior")
    training.wait(lambda: training.measured("kl") < 0.1, "codes tell nothing")
    training.toggle()
    told = re.compile(r"fair_0_2_b_1_0\.002_1,\d+b0,\d+b100,\d+")
    training.wait(lambda: bool(told.fullmatch(training.visitor.state("train") or "")), "the address tells it")


def test_single_steps_and_epochs_and_a_start_anew(visit: Visit) -> None:
    training = Training(visit(), "fair_0_2_b_1_0.002_1,0")
    training.rests_at(0)
    training.press("step")
    training.rests_at(1)
    assert training.digests() == wanted(1)
    training.press("epoch")
    training.rests_at(157)
    training.press("reset")
    training.rests_at(0)


def test_what_is_saved_is_served(visit: Visit, contexts: Contexts, tmp_path: Path) -> None:
    training = Training(visit(), "fair_0_2_b_1_0.002_1,100")
    training.rests_at(100)
    keep_made_file(training.page)
    training.press("save")
    expect(training.visitor.find("#training [data-at=told]")).to_contain_text("latent-explorer serve")
    ZipFile(BytesIO(made_file(training.page))).extractall(tmp_path)
    with serving(models=tmp_path) as port:
        visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), f"http://127.0.0.1:{port}")
        visitor.open("#model=trained-vae")
        expect(visitor.find("#map-ae .leaflet-tile-loaded, #map-ae canvas").first).to_be_visible()
        expect(visitor.find("#problem")).to_be_hidden()
        assert {"trained-ae", "trained-vae"} <= visitor.listed.keys()
        visitor.http.close()
        contexts.forget(visitor.page)
    assert visitor.troubles == []


def test_it_rests_while_nobody_looks(visit: Visit) -> None:
    training = Training(visit())
    training.until(50)
    training.page.evaluate(HIDE, "hidden")
    training.page.wait_for_timeout(500)
    rested = training.step
    training.page.wait_for_timeout(700)
    assert training.step == rested
    training.page.evaluate(HIDE, "visible")
    training.until(rested + 50)
