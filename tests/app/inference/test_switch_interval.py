import sys

import pytest

from latent_explorer.app.inference.switch_interval import BRISK_S, Brisk


def test_it_is_short_within_and_as_before_after_the_last() -> None:
    usual, brisk = sys.getswitchinterval(), Brisk()
    with brisk:
        with brisk:
            assert sys.getswitchinterval() == pytest.approx(BRISK_S)
        assert sys.getswitchinterval() == pytest.approx(BRISK_S), "another still runs"
    assert sys.getswitchinterval() == usual


def test_a_failure_ends_it_too() -> None:
    usual, brisk = sys.getswitchinterval(), Brisk()
    with pytest.raises(ArithmeticError), brisk:
        raise ArithmeticError
    assert sys.getswitchinterval() == usual
