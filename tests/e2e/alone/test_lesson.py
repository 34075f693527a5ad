"""The lesson on a site without a server."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.test_lesson import learner, take

pytestmark = pytest.mark.e2e


def test_the_whole_lesson_can_be_taken(visit: Visit) -> None:
    take(learner(visit, "mouse"), "en")
