"""What a drop or a paste brings is taken where the browser gives the picture, and else one sentence says what to do."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.http.words import digit_words, filled
from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
IMAGE = f"data:image/png;base64,{base64.b64encode(pictures.dark_on_white(pictures.ONE)).decode()}"
PASTE = """([target, texts]) => {
    const data = new DataTransfer();
    for (const [type, text] of Object.entries(texts)) data.setData(type, text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(target).dispatchEvent(event);
}"""


def drop(explorer: Explorer, *files: Path, **texts: str) -> None:
    """As the browser itself takes what another program drags over its window."""
    x, y = explorer.center("#draw")
    items = [{"mimeType": kind.replace("_", "/"), "data": text} for kind, text in texts.items()]
    data: dict[str, Any] = {"items": items, "files": list(map(str, files)), "dragOperationsMask": 1}
    session = explorer.page.context.new_cdp_session(explorer.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    session.detach()


def paste(explorer: Explorer, target: str = "body", **texts: str) -> None:
    explorer.page.evaluate(PASTE, [target, {kind.replace("_", "/"): text for kind, text in texts.items()}])


def told(explorer: Explorer, key: str) -> None:
    expect(explorer.find("#problem")).to_have_text(filled(catalogue("en"), digit_words("en"))[key])
    assert "dropping" not in (explorer.find("#digit").get_attribute("class") or "")


@pytest.fixture
def pad(explorer: Explorer) -> Explorer:
    """The page at rest; a request to another origin would be a trouble."""
    explorer.open()
    explorer.settled_z()
    return explorer


def test_of_several_files_the_first_picture_is_read_and_the_rest_is_told(pad: Explorer, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("seven")
    (tmp_path / "one.png").write_bytes(pictures.dark_on_white(pictures.ONE))
    (tmp_path / "two.png").write_bytes(pictures.two_digits())
    drop(pad, tmp_path / "notes.txt", tmp_path / "one.png", tmp_path / "two.png")
    pad.digit_changes_to_own()
    expect(pad.find("#judge .most")).to_have_attribute("data-label", "1")
    expect(pad.find("#given")).to_have_text("3 files came, and one is read: one.png.")
    pad.find("#gallery button").first.click()
    expect(pad.find("#given")).to_be_hidden()


def test_what_is_no_picture_is_told_and_not_sent(pad: Explorer, tmp_path: Path) -> None:
    sent, digit = pad.encodings(), pad.pixels("#input")
    for name, content, key in (
        ("page.pdf", b"%PDF-1.7", "given.pdf"),
        ("notes.txt", b"seven", "error.not_an_image"),
        ("seven.svg", b"<svg/>", "error.svg_image"),
    ):
        (tmp_path / name).write_bytes(content)
        drop(pad, tmp_path / name)
        told(pad, key)
    drop(pad, tmp_path)
    told(pad, "given.folder")
    assert (sent, pad.pixels("#input")) == ([], digit)


def test_a_picture_within_what_is_dragged_or_pasted_is_taken(pad: Explorer) -> None:
    first = pad.pixels("#input")
    drop(pad, text_html=f'<p>a seven: <img alt="7" src="{IMAGE}"></p>')
    pad.digit_changes_to_own()
    eventually(lambda: pad.pixels("#input") != first, "the digit is there", pad.page)
    dropped = pad.pixels("#input")
    pad.find("#gallery button").first.click()
    eventually(lambda: pad.pixels("#input") != dropped, "another digit", pad.page)
    paste(pad, text_plain=IMAGE)
    eventually(lambda: pad.pixels("#input") == dropped, "the same picture, pasted as its address", pad.page)


def test_an_address_is_not_fetched_but_told(pad: Explorer) -> None:
    sent = pad.encodings()
    drop(pad, text_html='<img src="https://example.org/7.png">')
    told(pad, "given.address")
    paste(pad, text_plain="seven")
    told(pad, "given.none")
    drop(pad, **{"text_uri-list": "https://example.org/7.png"})
    told(pad, "given.address")
    paste(pad, text_plain="seven")
    told(pad, "given.none")
    paste(pad, text_plain="https://example.org/7.png")
    told(pad, "given.address")
    assert sent == []


def test_text_pasted_where_text_is_typed_is_left_alone(pad: Explorer) -> None:
    pad.page.evaluate("document.body.append(Object.assign(document.createElement('input'), { id: 'typed' }))")
    paste(pad, "#typed", text_plain="https://example.org/7.png")
    expect(pad.find("#problem")).to_be_hidden()
    paste(pad, "#pen", text_plain="https://example.org/7.png")
    told(pad, "given.address")
