import sys

import pytest

from latent_explorer.app.inference.switch_interval import SHORT_S, SwitchInterval


def test_it_is_short_within_and_as_before_after_the_last() -> None:
    usual, short = sys.getswitchinterval(), SwitchInterval()
    with short:
        with short:
            assert sys.getswitchinterval() == pytest.approx(SHORT_S)
        assert sys.getswitchinterval() == pytest.approx(SHORT_S), "another still runs"
    assert sys.getswitchinterval() == usual


def test_a_failure_ends_it_too() -> None:
    usual, short = sys.getswitchinterval(), SwitchInterval()
    with pytest.raises(ArithmeticError), short:
        raise ArithmeticError
    assert sys.getswitchinterval() == usual
