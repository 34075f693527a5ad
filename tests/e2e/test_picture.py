"""A picture's way to 28×28 on the page, and its knobs."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from latent_explorer.app.http.i18n import text
from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e


def fat_ring() -> bytes:
    """With thicker strokes it is none, but a blot."""
    image = Image.new("L", (pictures.SIZE, pictures.SIZE), 255)
    ImageDraw.Draw(image).ellipse((45, 30, 155, 170), outline=20, width=45)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def judged(explorer: Explorer) -> str:
    return explorer.find("#judge .most").get_attribute("data-label") or ""


def ink(explorer: Explorer) -> int:
    return sum(explorer.pixels("#input"))


def encoded(explorer: Explorer, picture: bytes, **knobs: str) -> list[list[float]]:
    path = f"/api/models/{explorer.twins['vae'].id}/encode"
    answer = explorer.http.post(path, files={"file": ("digit.png", picture)}, data=knobs).json()
    rows: list[list[float]] = answer["input"]
    return rows


def shows(explorer: Explorer, rows: list[list[float]]) -> bool:
    wanted = [255 * value for row in rows for value in row]
    return max(abs(a - b) for a, b in zip(explorer.pixels("#input"), wanted, strict=True)) <= 0.6


def test_every_step_is_shown_from_the_picture_to_28_by_28(explorer: Explorer) -> None:
    explorer.open()
    expect(explorer.find("#picture")).to_be_hidden()
    explorer.uploaded(pictures.dark_on_white())
    images = explorer.find("#steps img")
    expect(images).to_have_count(8)
    for image in images.all():
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert image.locator("xpath=ancestor::li/p").inner_text(), "a caption, which is not said twice"
        assert image.get_attribute("alt") == ""
    expect(explorer.find("#found")).to_be_hidden()
    explorer.find("#gallery button").first.click()
    expect(explorer.find("#picture")).to_be_hidden()


def test_the_strip_has_pictures_of_one_size_however_many(explorer: Explorer) -> None:
    explorer.tolerate("422")
    explorer.open()
    sizes = set()
    for picture, steps in ((pictures.blank(), 3), (pictures.dark_on_white(), 8)):
        explorer.upload(picture)
        frames = explorer.find("#steps .step-frame")
        expect(frames).to_have_count(steps)
        sizes |= {frame.evaluate("frame => frame.clientWidth") for frame in frames.all()}
    assert len(sizes) == 1 and max(sizes) <= 100


def test_no_step_of_a_high_digit_is_cut_at_its_frame(explorer: Explorer) -> None:
    explorer.open()
    explorer.uploaded(pictures.dark_on_white())
    width, height = explorer.find("[data-step=box] img").evaluate(
        "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
    )
    assert height > width > 100, "larger than its frame both ways"
    inside = "frame => [...frame.children].every(one => one.offsetHeight <= frame.clientHeight)"
    for frame in explorer.find("#steps .step-frame").all():
        assert frame.evaluate(inside)


def test_on_a_phone_how_to_mark_stands_under_the_picture_and_is_of_fingers_alone(phone: Explorer) -> None:
    phone.open()
    phone.uploaded(pictures.many(6, 8))
    phone.find("#mark").tap()
    assert phone.box("#steps")[1] < phone.box("#crop-keys")[1] < phone.box("#found")[1]
    expect(phone.find("#crop-keys")).to_contain_text(text("en", "crop.how"))
    expect(phone.find("#crop-keys").get_by_text(text("en", "crop.keys"))).to_be_hidden()


def test_a_digit_is_chosen_of_several(explorer: Explorer) -> None:
    explorer.open()
    explorer.uploaded(pictures.two_digits())
    choices = explorer.find("#found button")
    expect(choices).to_have_count(2)
    expect(explorer.find("#steps .outline")).to_have_count(2)
    for i, label in ((1, "1"), (0, "7")):
        choices.nth(i).click()
        expect(choices.nth(i)).to_have_attribute("aria-pressed", "true")
        expect(explorer.find("#judge .most")).to_have_attribute("data-label", label)
        assert shows(explorer, encoded(explorer, pictures.two_digits(), digit=str(i))), "as anyone gets it"


def test_of_very_many_digits_the_rest_is_told(explorer: Explorer) -> None:
    explorer.open()
    explorer.uploaded(pictures.many(6, 8))
    expect(explorer.find("#found button")).to_have_count(40)
    rest = explorer.find("#found p")
    expect(rest).to_have_text("40 of 48 digits are shown: mark the part that you mean.")
    explorer.uploaded(pictures.two_digits())
    expect(rest).to_be_hidden()


def test_knobs_encode_anew_and_automatic_takes_them_back(explorer: Explorer) -> None:
    explorer.open()
    picture = pictures.dark_on_white()
    explorer.uploaded(picture)
    first, z = explorer.pixels("#input"), explorer.settled_z()
    explorer.find("#thickness").fill("2")
    eventually(lambda: shows(explorer, encoded(explorer, picture, thickness="2")), "it is thicker", explorer.page)
    assert ink(explorer) > 1.3 * sum(first)
    explorer.z_leaves(z)
    explorer.find("#threshold").fill("0.3")
    eventually(
        lambda: shows(explorer, encoded(explorer, picture, thickness="2", threshold="0.3")), "and so", explorer.page
    )
    explorer.find("#automatic").click()
    eventually(lambda: explorer.pixels("#input") == first, "it is as it was", explorer.page)
    expect(explorer.find("#thickness")).to_have_value("0")


def test_a_knob_that_leaves_no_digit_says_so_and_loses_nothing(explorer: Explorer) -> None:
    explorer.tolerate("422")
    explorer.open()
    explorer.uploaded(fat_ring())
    first = explorer.pixels("#input")
    explorer.find("#thickness").fill("2")
    expect(explorer.find("#problem")).to_be_visible()
    expect(explorer.find("#kept")).to_be_visible()
    assert explorer.pixels("#input") == first
    explorer.find("#automatic").click()
    expect(explorer.find("#problem")).to_be_hidden()
    assert explorer.pixels("#input") == first


def test_a_picture_without_a_digit_shows_how_far_it_came(explorer: Explorer) -> None:
    explorer.tolerate("422")
    explorer.open()
    digit = explorer.pixels("#input")
    explorer.upload(pictures.blank())
    expect(explorer.find("#problem")).to_be_visible()
    expect(explorer.find("#picture")).to_be_visible()
    expect(explorer.find("#steps li").nth(2)).to_be_attached()
    assert explorer.pixels("#input") == digit
    explorer.uploaded(pictures.dark_on_white())
    expect(explorer.find("#steps img")).to_have_count(8)


def test_a_picture_that_the_server_forgot_is_sent_again(served: Explorer) -> None:
    explorer = served
    explorer.tolerate("404")
    explorer.open()
    explorer.uploaded(pictures.dark_on_white())
    first, sent = ink(explorer), list[str]()

    def forgotten(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        sent.append((request.post_data_buffer or b"").decode("latin-1"))
        if "application/json" in request.headers["content-type"] and '"picture"' in (request.post_data or ""):
            problem = {"detail": "forgotten", "code": "unknown_picture"}
            route.fulfill(status=404, json=problem)  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    explorer.page.route("**/api/encode?*", forgotten)
    explorer.find("#thickness").fill("2")
    eventually(lambda: ink(explorer) > 1.3 * first, "it is thicker", explorer.page)
    name = re.findall(r'"picture":"([\w-]{22})"', sent[0])[0]
    assert f'name="picture"\r\n\r\n{name}\r\n' in sent[1], "under the name that it has"


def test_the_strip_and_its_knobs_by_finger_on_a_phone(phone: Explorer) -> None:
    phone.open()
    phone.uploaded(pictures.two_digits())
    strip = phone.find("#steps")
    strip.evaluate("strip => strip.scrollIntoView({ block: 'center' })")
    fingers = Fingers(phone.page)
    x, y = phone.place("#steps", 0.8, 0.3)
    fingers.glide([(x, y)], [(x - 200, y)])
    eventually(lambda: strip.evaluate("strip => strip.scrollLeft") > 60, "the strip follows the finger", phone.page)
    phone.page.wait_for_timeout(600)
    phone.find("#found button").nth(1).tap()
    eventually(lambda: judged(phone) == "1", "the second digit", phone.page)
    before = ink(phone)
    phone.find("#thickness").evaluate("knob => knob.scrollIntoView({ block: 'center' })")
    across = phone.place("#thickness", 0.5, 0.5)
    fingers.glide([across], [phone.place("#thickness", 0.85, 0.5)])
    eventually(lambda: ink(phone) > 1.15 * before, "it is thicker", phone.page)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
