"""Which Chromium the tests and the benchmarks drive."""

import shutil

# Debian's build without windows opened the page in 1.9 s, not 2.8, on 2.2 s of a core, not 3.7 (median of six).
HEADLESS = ("chromium-headless-shell",)
# What visitors have: for what is measured, or looked at.
WHOLE = ("chromium", "chromium-browser", "google-chrome")

# A first visit begins with the lesson; whoever returns from it finds the explorer.
RETURNING = "try { localStorage.lesson ??= 'left'; } catch { /* no storage, as in a sandbox */ }"


def chromium(*, headless: bool) -> str | None:
    """The machine's Chromium, the one without windows if `headless` and there is one; None for Playwright's own."""
    names = [*HEADLESS, *WHOLE] if headless else [*WHOLE, *HEADLESS]
    return next((path for name in names if (path := shutil.which(name))), None)
