"""The widget as a kernel has it, without one: what it gives to show, what it sends, what it says of refusals."""

import base64
from typing import Any

import pytest
from traitlets import TraitError

from latent_explorer.app.notebook import widget
from latent_explorer.app.notebook.page import Page
from latent_explorer.app.notebook.widget import Explorer

WIDGET = "application/vnd.jupyter.widget-view+json"
PAGE = Page(b"<html>" + bytes(100_000), "Week 6", b"\x89PNG", "ae-2d, vae-2d")
SAID = "Latent Explorer: the maps of ae-2d, vae-2d, decoded."


@pytest.fixture
def explorer() -> Explorer:
    return Explorer(PAGE, "en")


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is displayed, by media type."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(widget, "display", lambda data, **_: shown.append(data))
    return shown


def test_it_is_shown_as_a_picture_and_as_a_widget(explorer: Explorer, outputs: list[dict[str, Any]]) -> None:
    explorer._ipython_display_()
    picture, live = outputs
    png = base64.b64encode(PAGE.picture).decode()
    assert (picture["image/png"], picture["text/plain"]) == (png, SAID)
    assert (
        f'class="latent-explorer-{explorer.model_id}" alt="{SAID}" src="data:image/png;base64,{png}"'
        in (picture["text/html"])
    )
    assert live[WIDGET]["model_id"] == explorer.model_id and "kernel" in live["text/plain"]
    assert WIDGET not in picture and "image/png" not in live


def test_who_asks_for_one_bundle_gets_both(explorer: Explorer) -> None:
    data, _ = explorer._repr_mimebundle_()
    assert {WIDGET, "image/png", "text/plain"} == set(data)


def test_the_page_is_sent_when_it_is_asked_for_and_is_no_part_of_the_state(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(explorer, "send", lambda content, buffers: sent.append((content, buffers)))
    explorer._handle_custom_msg({"do": "dance"}, [])
    assert sent == []
    explorer._handle_custom_msg({"do": "page"}, [])
    assert sent == [({"page": True}, [PAGE.html])]
    assert len(str(explorer.get_state())) < 20_000


def test_what_is_refused_is_told_by_its_name_here_until_something_is_not(explorer: Explorer) -> None:
    explorer.set_state({"_refused": ["view_vae", "layer"]})
    assert explorer.problem == "The explorer can’t be so, and stays as it was: view_vae, layer."
    explorer.set_state({"_refused": []})
    assert explorer.problem == ""


def test_what_is_said_is_in_its_language() -> None:
    explorer = Explorer(PAGE, "vi", height=400)
    explorer.set_state({"_refused": ["layer"]})
    assert explorer.problem.startswith("Trang khám phá") and explorer.height == 400


def test_a_height_in_which_nothing_is_seen_is_refused_here_too(explorer: Explorer) -> None:
    with pytest.raises(TraitError, match="height"):
        explorer.height = -5
    assert explorer.height == 720
