"""What axe finds amiss on a page: https://github.com/dequelabs/axe-core."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Every rule, its advice on good practice as well. Of what is found only what says where to look.
RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, any, all, none }) => ({
            target: target.flat().join(" "),
            why: [...any, ...all, ...none].map(({ message }) => message),
        })),
    }));
}"""


def complaints(page: Page) -> list[str]:
    """Theme, rule, element and reason of all that is amiss, a line each."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: `make lint` does it, with what the page is checked by")
    # By the debugger, as nothing of the page: its Content-Security-Policy lets no script in that is not its own.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [line for theme in THEMES for line in _in_theme(page, theme)]


def _in_theme(page: Page, theme: Literal["light", "dark"]) -> list[str]:
    page.emulate_media(color_scheme=theme)
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{theme}: {rule['id']}: {node['target']}: {'; '.join(node['why'])}" for rule in found for node in rule["nodes"]
    ]
