"""Browse, drag and the experiments, as they are tested with a server."""

# ruff: noqa: F403
from tests.e2e.test_browse import *
from tests.e2e.test_drag import *
from tests.e2e.test_experiments import *
from tests.e2e.test_story import *
from tests.e2e.test_upload import *

# What no site does: load tiles that a server has drawn, and wait for a server.
del test_the_wheel_zooms_around_the_pointer_and_loads_deeper_tiles  # noqa: F821
del test_a_digit_is_sent_once_for_both_models  # noqa: F821
del test_draws_that_were_missed_come_when_the_server_is_back  # noqa: F821
