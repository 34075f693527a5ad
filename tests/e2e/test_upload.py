"""A digit becomes a distribution: by file, paste, drop or from the gallery."""

import pytest

from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("picture", "lang"),
    [
        (pictures.dark_on_white(), "en"),
        (pictures.dark_on_white(), "vi"),
        (pictures.white_on_black(), "en"),
        (pictures.black_on_nothing(), "en"),
    ],
    ids=["dark on white", "in Vietnamese", "white on black", "alpha"],
)
def test_an_upload_shows_what_the_encoder_makes_of_it(explorer: Explorer, picture: bytes, lang: str) -> None:
    explorer.open(lang=lang)
    before = explorer.pixels("#input")
    explorer.uploaded(picture)
    path = f"/api/models/{explorer.twins['vae'].id}/encode"
    vae = explorer.http.post(path, files={"file": ("digit.png", picture)}).json()
    path = f"/api/models/{explorer.twins['ae'].id}/encode"
    ae = explorer.http.post(path, json={"pixels": vae["input"]}).json()

    digit = explorer.pixels("#input")
    assert digit != before
    assert list(digit) == pytest.approx([255 * value for row in vae["input"] for value in row], abs=0.6)
    shown = explorer.numbers("#posterior .of-vae b")
    expected = [value for pair in zip(vae["mu"], vae["sigma"], strict=True) for value in pair]
    assert shown == pytest.approx(expected, abs=0.00051)
    assert explorer.numbers("#posterior .of-ae b") == pytest.approx(ae["mu"], abs=0.0051)
    explorer.z_becomes(vae["mu"], 1e-5)
    explorer.image_is_of("vae", explorer.settled_z())
    assert explorer.find("#about").inner_text().strip()
    point = explorer.center("#map-ae .code-point")
    explorer.pin_is_at("ae", point)


def test_a_digit_is_sent_once_for_both_models(served: Explorer) -> None:
    """A picture, and a digit of the gallery: no request brings back to the server what it has said before."""
    explorer = served.open()
    explorer.settled_z()
    sent = explorer.encodings()
    ids = [explorer.twins[side].id for side in ("ae", "vae")]
    wanted = f"/api/encode?model={ids[0]}&model={ids[1]}"
    explorer.uploaded(pictures.dark_on_white())
    assert [one.url.partition(explorer.address)[2] for one in sent] == [wanted]
    before = explorer.pixels("#input")
    explorer.find("#gallery button").nth(5).click()
    eventually(lambda: explorer.pixels("#input") != before, "another digit", explorer.page)
    assert [one.url.partition(explorer.address)[2] for one in sent] == [wanted] * 2


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_terms_add_up(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    explorer.uploaded(pictures.dark_on_white())
    parts = ("reconstruction", "kl", "negative_elbo")
    reconstruction, kl, negative_elbo = (explorer.numbers(f"#terms .{part} td.of-vae")[0] for part in parts)
    assert reconstruction + kl == pytest.approx(negative_elbo, abs=0.0151)
    assert kl > 0 and reconstruction > 0
    assert explorer.numbers("#terms .reconstruction td.of-ae")[0] > 0
    assert [explorer.find(f"#terms .{part} td.of-ae").inner_text() for part in parts[1:]] == ["–", "–"]
    original, of_ae, of_vae = explorer.all_pixels("#terms canvas.digit")
    assert original == explorer.pixels("#input")
    assert len({original, of_ae, of_vae}) == 3


def test_the_posterior_is_an_ellipse_to_scale_on_one_map_and_a_dot_on_the_other(explorer: Explorer) -> None:
    explorer.open()
    explorer.uploaded(pictures.dark_on_white())
    explorer.page.click("#look")
    sigma = explorer.numbers("#posterior .of-vae b")[1::2]
    pin = explorer.center("#map-vae .pin")
    for times in (1, 2):
        box = explorer.find(f"#map-vae path.posterior-{times}").evaluate(
            "path => { const { x, y, width, height } = path.getBoundingClientRect(); return [x, y, width, height]; }"
        )
        eventually(lambda: explorer.view("vae") is not None, "the URL names the view", explorer.page)
        zoom = explorer.view("vae")
        assert zoom is not None
        pixel = 2 * explorer.twins["vae"].half_width / (256 * 2 ** zoom[2])
        assert [length * pixel / 2 / times for length in box[2:]] == pytest.approx(sigma, rel=0.06)
        assert (box[0] + box[2] / 2, box[1] + box[3] / 2) == pytest.approx(pin, abs=2.5)
    assert explorer.find("#map-vae .code-point").count() == 0
    assert explorer.find("#map-ae .code-point").count() == 1
    assert explorer.find("#map-ae path.posterior").count() == 0


def test_samples_differ_by_seed_and_not_at_temperature_zero(explorer: Explorer) -> None:
    explorer.open("#tab=samples")
    eventually(lambda: all(map(any, explorer.samples())), "the first digit's samples are there", explorer.page)
    of_first = explorer.samples()
    explorer.uploaded(pictures.dark_on_white())
    eventually(lambda: explorer.samples() != of_first, "and those of the upload", explorer.page)
    first = explorer.samples()
    assert len(first) == 64
    assert all(max(image) > 128 and image.count(0) > 100 for image in first), "no sample is blank"
    assert len(set(first)) > 8
    explorer.page.click("#reseed")
    eventually(lambda: explorer.samples() != first, "a new seed draws others", explorer.page)
    eventually(lambda: explorer.state("seed") == "1", "the URL names the seed", explorer.page)
    explorer.find("#temperature").fill("0")
    eventually(lambda: len(set(explorer.samples())) == 1, "all are the image of μ", explorer.page)
    assert explorer.find("#temperature-shown").inner_text() == "0.0"
    explorer.z_becomes(explorer.shown_z())
    worst = max(abs(a - b) for a, b in zip(explorer.samples()[0], explorer.pixels("#decoded"), strict=True))
    assert worst <= 1, "which is what the decoder shows"
    assert explorer.find("#map-vae .drawn").count() == 64


def test_a_reload_and_a_link_show_the_same_digit(explorer: Explorer) -> None:
    explorer.open()
    explorer.uploaded(pictures.dark_on_white())
    digit, z, posterior = explorer.pixels("#input"), explorer.settled_z(), explorer.numbers("#posterior b")
    explorer.page.reload()
    explorer.ready()
    assert explorer.pixels("#input") == digit
    assert explorer.numbers("#posterior b") == pytest.approx(posterior, abs=0.0011), "but for the last decimal shown"
    explorer.z_becomes(z, 1e-5)


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_paste_and_drop(explorer: Explorer, way: str) -> None:
    explorer.open()
    before = explorer.pixels("#input")
    transfer = explorer.transfer(pictures.dark_on_white(pictures.ONE))
    if way == "paste":
        script = (
            "data => document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))"
        )
        explorer.page.evaluate(script, transfer)
    else:
        digit = explorer.find("#digit")
        digit.dispatch_event("dragover", {"dataTransfer": transfer})
        assert "dropping" in (digit.get_attribute("class") or "")
        digit.dispatch_event("drop", {"dataTransfer": transfer})
        assert "dropping" not in (digit.get_attribute("class") or "")
    explorer.digit_changes_to_own()
    eventually(lambda: explorer.pixels("#input") != before, "the digit is there", explorer.page)


def test_the_gallery_gives_real_digits(explorer: Explorer) -> None:
    explorer.open()
    buttons = explorer.find("#gallery button")
    assert buttons.count() == 10
    z, chosen = explorer.settled_z(), buttons.nth(7)
    index = chosen.get_attribute("data-index")
    chosen.click()
    explorer.z_leaves(z)
    assert explorer.pixels("#input") == explorer.pixels(f"#gallery button[data-index='{index}'] canvas")
    assert explorer.find("#gallery [aria-pressed=true]").evaluate_all("all => all.map(b => b.dataset.index)") == [index]
    eventually(lambda: explorer.state("digit") == index, "the URL names it", explorer.page)
    indices = "all => all.map(b => b.dataset.index)"
    before = buttons.evaluate_all(indices)
    explorer.page.click("#more")
    after = buttons.evaluate_all(indices)
    assert [one for one, other in zip(before, after, strict=True) if one == other] == [index], "the chosen one stays"
