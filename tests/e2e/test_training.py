"""Models train in the page: played, turned, told by a link, taken along; and moments of a training that is over."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import PHONE, Visit
from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.test_access import TOO_WIDE

pytestmark = pytest.mark.e2e
SHORT = "#train=fair_3_2_b_1_0.002_1,10b4,24n0,30"  # two knobs are turned on the way
WAIT_MS = 60_000  # for a measurement, where other tests have the processor too


class Trainee(Explorer):
    """A visitor of the training room."""

    def room(self, selector: str) -> Locator:
        return self.page.locator(f"#training {selector}")

    def at(self, name: str) -> Locator:
        return self.room(f'[data-at="{name}"]')

    def train(self, fragment: str = "#train=on") -> "Trainee":
        self.open(fragment)
        expect(self.page.locator("#training:not([aria-busy])")).to_be_visible(timeout=WAIT_MS)
        return self

    def step(self) -> int:
        """Steps that were done."""
        return int(re.findall(r"[\d,.]+", self.at("count").inner_text())[0].replace(",", ""))

    def pause(self) -> None:
        if "playing" in str(self.at("play").get_attribute("class")):
            self.at("play").click()
        expect(self.at("digest-vae")).not_to_have_text("…")

    def weights(self) -> list[str]:
        """The digests of both models' weights, once they rest."""
        for side in SIDES:
            expect(self.at(f"digest-{side}")).to_have_text(re.compile(r"^\w{12}$"))
        return [self.at(f"digest-{side}").inner_text() for side in SIDES]

    def kl(self) -> float | None:
        """The KL divergence that is shown, nats, once there is one."""
        shown = self.room('[data-plot="kl"] .now .of-vae').inner_text().removeprefix("● ")
        return None if shown == "–" else 0.0 if "·" in shown else float(shown)


@pytest.fixture
def trainee(visit: Visit) -> Trainee:
    visitor = visit()
    visitor.__class__ = Trainee
    assert isinstance(visitor, Trainee)
    return visitor


def test_it_is_opened_by_a_button_trains_at_once_and_is_left(trainee: Trainee) -> None:
    trainee.open()
    trainee.find("#to-training").click()
    expect(trainee.find("#training-title")).to_be_focused(timeout=WAIT_MS)
    expect(trainee.find("#maps")).to_be_hidden()
    eventually(lambda: trainee.step() > 20, "it trains", trainee.page)
    trainee.page.keyboard.press("Space")
    expect(trainee.at("play")).to_have_text("Train")
    trainee.weights()
    eventually(lambda: f"{trainee.step()}" in trainee.page.url.split(",")[-1], "the address tells it", trainee.page)
    trainee.find("#to-explorer").click()
    expect(trainee.find("#maps")).to_be_visible()
    expect(trainee.find("#to-training")).to_be_focused()
    assert "train=" not in trainee.page.url
    trainee.page.go_back()
    expect(trainee.find("#training")).to_be_visible()


def test_a_link_trains_to_the_same_weights(trainee: Trainee) -> None:
    digests = []
    for _ in range(2):
        trainee.train(SHORT)
        expect(trainee.at("notice")).to_contain_text("paused there", timeout=WAIT_MS)
        expect(trainee.at("count")).to_contain_text("step 30 ")
        expect(trainee.room("#training-beta + output")).to_have_text("4")
        expect(trainee.room("#training-noise + output")).to_have_text("0")
        digests.append(trainee.weights())
        expect(trainee.room("[data-start][aria-pressed=true]")).to_have_count(0)
        expect(trainee.at("look")).to_be_empty()
    assert digests[0] == digests[1] and digests[0][0] != digests[0][1]
    eventually(lambda: trainee.page.url.endswith(SHORT[1:]), "the address tells it again", trainee.page)
    trainee.at("step").click()
    expect(trainee.at("count")).to_contain_text("31")
    eventually(lambda: trainee.weights() != digests[0], "one step changes the weights", trainee.page)


def test_beta_is_turned_and_the_kl_divergence_follows(trainee: Trainee) -> None:
    trainee.train()
    eventually(lambda: trainee.step() > 150, "it trains", trainee.page)
    trainee.pause()
    eventually(lambda: (trainee.kl() or 0) > 1, "codes tell something", trainee.page)
    free = trainee.kl()
    trainee.room("#training-beta").focus()
    trainee.page.keyboard.press("End")
    expect(trainee.at("look")).to_contain_text("β up to 100")
    expect(trainee.room("[data-start][aria-pressed=true]")).to_have_count(0)
    for _ in range(2):
        trainee.at("epoch").click()
        expect(trainee.at("play")).to_have_text("Train", timeout=WAIT_MS)
    eventually(lambda: (trainee.kl() or 0) < (free or 0), "the pull makes codes tell less", trainee.page)


def test_the_maps_say_what_decodes_where_one_points(trainee: Trainee) -> None:
    trainee.train(SHORT)
    expect(trainee.at("notice")).to_contain_text("paused there", timeout=WAIT_MS)
    for side in SIDES:
        trainee.room(f'[data-side="{side}"] .space').focus()
        trainee.page.keyboard.press("ArrowRight")
        for seen in SIDES:
            expect(trainee.room(f'[data-side="{seen}"] .hover figcaption')).to_have_text(
                re.compile(r"^\d, [\d.]+% sure$")
            )
        trainee.page.keyboard.press("Enter")
        expect(trainee.room(f'[data-side="{side}"] .around')).to_have_attribute("aria-label", re.compile("of its 8"))


def test_both_models_are_saved(trainee: Trainee) -> None:
    trainee.train(SHORT)
    expect(trainee.at("notice")).to_contain_text("paused there", timeout=WAIT_MS)
    with trainee.page.expect_download() as coming:
        trainee.at("save").click()
    saved = zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes()))
    configs = [json.loads(saved.read(name)) for name in saved.namelist() if name.endswith("config.json")]
    assert sorted(config["model"]["kind"] for config in configs) == list(SIDES)
    expect(trainee.at("told")).to_contain_text("latent-explorer serve --models")


def test_what_a_link_can_not_tell_is_said(trainee: Trainee) -> None:
    for fragment in ("#train=nonsense_1", "#train=past,nonsense,1"):
        trainee.train(fragment)
        trainee.pause()
        eventually(lambda: "train=fair" in trainee.page.url, "the address tells what trains", trainee.page)
        expect(trainee.find("#lesson-problem")).to_be_visible()
        expect(trainee.find("#lesson-problem")).to_contain_text("names no training")
    trainee.room('[data-start="fair"]').click()
    expect(trainee.find("#lesson-problem")).to_be_hidden()
    trainee.room('[data-start="own"]').click()
    expect(trainee.at("look")).to_contain_text("Draw a digit in the explorer first")


def test_what_is_opened_where_nobody_looks_waits_in_either_mode(trainee: Trainee) -> None:
    state = "Object.defineProperty(document, 'visibilityState', {{ value: '{}', configurable: true }})"
    trainee.page.add_init_script(state.format("hidden"))
    trainee.train()
    expect(trainee.at("notice")).to_contain_text("while nobody looks")
    trainee.room("[name=training-mode][value=past]").check(force=True)
    trainee.room("[name=training-mode][value=live]").check(force=True)
    trainee.room('[data-start="free"]').click()
    expect(trainee.at("notice")).to_contain_text("while nobody looks")
    assert trainee.step() == 0
    trainee.page.evaluate(f"{state.format('visible')}; document.dispatchEvent(new Event('visibilitychange'))")
    eventually(lambda: trainee.step() > 5, "it goes on by itself", trainee.page)


def test_without_any_moments_that_is_said_and_it_trains_here(trainee: Trainee) -> None:
    def forget(route: Route) -> None:
        route.fulfill(json=[model | {"snapshots": False} for model in route.fetch().json()])

    trainee.page.route("**/api/models", forget)
    trainee.train("#train=past")
    expect(trainee.find("#lesson-problem")).to_contain_text("has moments of its training")
    eventually(lambda: trainee.step() > 5, "it trains here", trainee.page)
    expect(trainee.find("#lesson-problem")).to_be_visible()


def test_moments_of_a_training_that_is_over(trainee: Trainee) -> None:
    trainee.train("#train=past,small-vae-2d,2")
    expect(trainee.room(".keys")).to_contain_text("the moment that is shown")
    expect(trainee.room(".keys .live").first).to_be_hidden()
    expect(trainee.room("#training-moment")).to_have_value("2")
    first = trainee.at("count").inner_text()
    trainee.room("#training-moment").focus()
    trainee.page.keyboard.press("End")
    expect(trainee.at("count")).not_to_have_text(first)
    eventually(lambda: not trainee.page.url.endswith(",2"), "the address tells it", trainee.page)
    expect(trainee.room('[data-side="vae"] .around')).to_have_attribute("aria-label", re.compile("of its 8"))
    trainee.room("[name=training-mode][value=live]").check(force=True)
    eventually(lambda: trainee.step() > 5, "then it trains here", trainee.page)


@pytest.mark.parametrize("fragment", [SHORT, "#train=past"])
def test_axe_finds_nothing_amiss(trainee: Trainee, fragment: str) -> None:
    trainee.train(fragment)
    trainee.page.wait_for_load_state("networkidle")
    assert complaints(trainee.page) == []


def test_who_wants_little_motion_starts_it(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.__class__ = Trainee
    assert isinstance(visitor, Trainee)
    visitor.train()
    visitor.page.wait_for_timeout(1000)
    assert visitor.step() == 0
    expect(visitor.at("play")).to_have_text("Train")


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_on_a_phone_both_maps_are_in_sight(visit: Visit, lang: str) -> None:
    visitor = visit(**PHONE)
    visitor.open(SHORT, lang)
    for side in SIDES:
        expect(visitor.find(f'#training [data-side="{side}"] .around')).to_be_in_viewport(timeout=WAIT_MS)
    assert visitor.page.evaluate(TOO_WIDE) == []


def test_without_webassembly_it_says_so_and_offers_nothing(visit: Visit) -> None:
    visitor = visit()
    visitor.page.add_init_script("delete window.WebAssembly")
    visitor.open("#train=on")
    expect(visitor.find("#lesson-problem")).to_contain_text("no WebAssembly", timeout=WAIT_MS)
    expect(visitor.find("#training .transport")).to_be_hidden()
    visitor.find("#to-explorer").click()
    expect(visitor.find("#maps")).to_be_visible()
    expect(visitor.find("#lesson-problem")).to_be_hidden()


def test_a_finger_s_place_stays_shown_once_it_is_lifted(visit: Visit) -> None:
    visitor = visit(**PHONE)
    visitor.open(SHORT)
    space = visitor.find('#training [data-side="vae"] .space')
    expect(visitor.find("#training [data-at=notice]")).to_contain_text("paused there", timeout=WAIT_MS)
    space.tap()
    expect(visitor.find('#training [data-side="vae"] .hover')).to_be_visible()
    visitor.page.wait_for_timeout(300)
    expect(visitor.find('#training [data-side="ae"] .hover')).to_be_visible()
