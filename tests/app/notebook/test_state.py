"""The widget's traits are the page's state, each under a name of its own, and take what numpy takes."""

import re
from typing import Any

import numpy as np
import pytest
import traitlets

from latent_explorer.app.notebook.state import NAMES, State
from tests.helpers.paths import DOCS, ROOT

SQUARE = np.arange(784).reshape(28, 28) % 256


def test_each_key_of_the_page_s_state_has_a_trait() -> None:
    text = (ROOT / "static" / "core" / "state.js").read_text("utf-8")
    table = text.partition("export const TABLE = {")[2].partition("\n};")[0]
    keys = set(re.findall(r"^  (\w+):", table, re.MULTILINE))
    assert sorted(NAMES.values()) == sorted(keys - {"x"} | {"pixels"}) and len(keys) > 20


def test_each_trait_is_in_the_documents() -> None:
    rows = re.findall(r"^\| (`.*?) \|", (DOCS / "notebook.md").read_text("utf-8"), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert set(NAMES) <= set(told)


def test_nothing_is_chosen_at_first() -> None:
    assert {getattr(State(), name) for name in NAMES} == {None}


@pytest.mark.parametrize("value", [[1, 0], (1.0, 0.0), np.array([[1, 0]], np.float32)])
def test_numbers_are_a_list_of_floats_whatever_they_were(value: Any) -> None:
    state = State(vae=value)
    assert state.vae == [1.0, 0.0] and isinstance(state.vae[0], float)


def test_both_ends_of_a_walk_follow_one_another() -> None:
    assert State(walk_ae=[[1, 2], [3, 4]]).walk_ae == [1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("dtype", [np.uint8, int, np.float64])
def test_a_picture_is_rows_of_whole_numbers(dtype: Any) -> None:
    assert State(picture=SQUARE.astype(dtype)).picture == SQUARE.tolist()
    assert State(picture=SQUARE.tolist()).picture == SQUARE.tolist()


@pytest.mark.parametrize("wrong", [[[1]], "3", SQUARE.ravel(), SQUARE - 1, SQUARE + 1, SQUARE / 255, SQUARE > 7])
def test_what_is_no_picture_is_refused_with_what_one_is(wrong: Any) -> None:
    with pytest.raises(traitlets.TraitError, match="picture is 28 rows of 28 whole numbers"):
        State(picture=wrong)


@pytest.mark.parametrize("wrong", ["here", [1, "b"], [[1, 2], [3]], object()])
def test_what_is_no_numbers_is_refused(wrong: Any) -> None:
    with pytest.raises(traitlets.TraitError, match="vae is numbers"):
        State(vae=wrong)
