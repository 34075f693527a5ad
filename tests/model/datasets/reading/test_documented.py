import re
from pathlib import Path

from tests.helpers.paths import DOCS


def test_every_trap_of_the_page_has_its_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "data.md").read_text("utf-8")))
    modules = Path(__file__).parent.glob("test_*.py")
    there = {name for module in modules for name in re.findall(r"^def (test_\w+)", module.read_text("utf-8"), re.M)}
    assert len(named) > 30 and named <= there
