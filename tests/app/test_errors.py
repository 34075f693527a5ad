import re
from http import HTTPStatus

import pytest

from latent_explorer.app.errors import STATUS, Problem


@pytest.mark.parametrize("code", STATUS)
def test_every_code_is_an_error_with_a_stable_name(code: str) -> None:
    problem = Problem(code, model="x")
    assert problem.status >= 400 and isinstance(problem.status, HTTPStatus)
    assert re.fullmatch("[a-z_]+", problem.code)
    assert problem.values == {"model": "x"}
