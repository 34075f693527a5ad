"""Training in the page, without a server: the same weights in both browsers as from one, and in the single file."""

# ruff: noqa: F403
from pathlib import Path

from tests.e2e.alone.test_site import one_file as one_file
from tests.e2e.conftest import DESKTOP, Contexts
from tests.e2e.explorer import Explorer
from tests.e2e.test_training_weights import *
from tests.e2e.test_training_weights import wanted
from tests.e2e.training import OPEN, Training

# What needs a server, and what is no other without one.
del test_what_is_saved_is_served  # noqa: F821
del test_a_play_of_beta  # noqa: F821
del test_a_link_turns_what_was_turned_after_as_many_steps  # noqa: F821
del test_single_steps_and_epochs_and_a_start_anew  # noqa: F821


def test_the_single_file_trains(contexts: Contexts, address: str, one_file: Path) -> None:
    visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), "file://", address)
    visitor.page.goto(one_file.as_uri() + "#train=fair_0_2_b_1_0.002_1,30")
    training = Training(visitor.ready(), OPEN)
    training.rests_at(30)
    assert training.digests() == wanted(30)
    visitor.http.close()
    contexts.forget(visitor.page)
    assert visitor.troubles == []
