"""Training in the page, as a visitor has it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.explorer import Explorer, number

PATIENCE_S = 120.0  # for a thousand steps and their figures, where other tests have the processor too


OPEN = "open"  # in place of a link: the page is there already


class Training:
    """The room, opened: by its button, or by a link that trains for a number of steps."""

    def __init__(self, visitor: Explorer, link: str = "", lang: str = "en") -> None:
        if link != OPEN:
            visitor.open(f"#train={link}" if link else "", lang)
        if not link:
            visitor.find("#to-training").click()
        self.visitor, self.page = visitor, visitor.page
        expect(visitor.find("#training")).not_to_have_attribute("aria-busy", "true", timeout=1000 * PATIENCE_S)

    def wait(self, truth: Callable[[], bool], what: str) -> None:
        """Until something is true of it, which may take many steps."""
        end = time.monotonic() + PATIENCE_S
        while not truth():
            assert time.monotonic() < end, f"not within {PATIENCE_S:.0f} s: {what}; {self.step} steps are done"
            self.page.wait_for_timeout(50)

    @property
    def step(self) -> int:
        """Steps so far."""
        told = re.search(r"[\d,.]+", self.visitor.find("#training [data-at=count]").inner_text())
        return int(re.sub(r"\D", "", told[0])) if told else 0

    @property
    def is_playing(self) -> bool:
        return self.visitor.find("#training [data-at=play].playing").count() == 1

    def toggle(self) -> None:
        """Play, or pause."""
        self.visitor.find("#training [data-at=play]").click()

    def press(self, name: str) -> None:
        """One of the buttons: step, epoch, reset, save, link."""
        self.visitor.find(f"#training [data-at={name}]").click()

    def turn(self, knob: str, key: str) -> None:
        """A knob by the keyboard."""
        self.visitor.find(f"#training-{knob}").press(key)

    def until(self, step: int) -> None:
        self.wait(lambda: self.step >= step, f"{step} steps are done")

    def rests_at(self, step: int) -> None:
        """Wait until so many steps are done, and it rests with its digest told."""
        self.wait(lambda: self.step == step and not self.is_playing, f"it rests after {step} steps")

    def digests(self) -> dict[str, str]:
        """What the weights are, once that is told."""
        found = {side: self.visitor.find(f"#training [data-at=digest-{side}]") for side in ("ae", "vae")}
        for one in found.values():
            expect(one).to_have_text(re.compile(r"^[0-9a-f]{12}$"))
        return {side: one.inner_text() for side, one in found.items()}

    def measured(self, plot: str, side: str = "vae") -> float:
        """The newest figure of a plot, as it stands above it; of a share its per cent."""
        told = self.visitor.find(f"#training [data-plot={plot}] .now .of-{side}").inner_text()
        found = re.search(r"[−-]?[\d.,]+", told)
        return number(found[0]) if found else float("nan")
