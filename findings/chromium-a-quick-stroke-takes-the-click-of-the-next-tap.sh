#!/usr/bin/env bash
# Behaviour: on a touch screen, after a quick stroke over a surface that has touch-action: none, Chromium gives the next tap,
#   anywhere on the page, its pointer events but no click, for about a quarter of a second: it takes it for the finger that
#   stops a fling. Who draws a stroke and at once taps "undo" has tapped for nothing. A slow stroke leaves the tap as it is,
#   and so does a surface that calls preventDefault() on touchstart.
# Version: Chromium 156, seen 2026-11-30, by Playwright 1.65.2.
# Why a good guess is wrong: touch-action: none says that the browser has no gesture of its own there, nothing on the page
#   scrolls, and the stroke's pointerup came without a pointercancel; so there is nothing that could still be flung. And the
#   tap's own pointerdown and pointerup come, on the button: all but the click.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet playwright==1.65.2
cat >page.html <<'PAGE'
<!doctype html>
<meta name="viewport" content="width=device-width">
<style>#pad { width: 300px; height: 300px; touch-action: none } button { width: 200px; height: 60px }</style>
<div id="pad"></div><button>undo</button>
<script>
  window.came = [];
  const pad = document.getElementById("pad");
  const button = document.querySelector("button");
  for (const type of ["pointercancel", "pointerup"]) pad.addEventListener(type, () => came.push(`pad ${type}`));
  for (const type of ["pointerdown", "pointerup", "click"]) button.addEventListener(type, () => came.push(`button ${type}`));
  if (location.hash === "#prevents") pad.addEventListener("touchstart", (e) => e.preventDefault(), { passive: false });
</script>
PAGE
cat >look.py <<'SCRIPT'
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ADDRESS = Path("page.html").resolve().as_uri()


def stroke_then_tap(context, way, between_ms, after_ms):
    page = context.new_page()
    page.goto(f"{ADDRESS}{way}")
    debugger = context.new_cdp_session(page)
    touch = lambda kind, *places: debugger.send(
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 150} for x in places]}
    )
    touch("touchStart", 50)
    for step in range(1, 9):
        touch("touchMove", 50 + 25 * step)
        page.wait_for_timeout(between_ms)
    touch("touchEnd")
    page.wait_for_timeout(after_ms)
    page.locator("button").tap()
    page.wait_for_timeout(500)
    came = page.evaluate("came")
    page.close()
    return ", ".join(came)


with sync_playwright() as playwright:
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-headless-shell"))))
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for name, way, between, after in (
        ("quick, tapped at once", "", 16, 0),
        ("quick, tapped a second later", "", 16, 1000),
        ("slow, tapped at once", "", 60, 0),
        ("quick, tapped at once, touchstart prevented", "#prevents", 16, 0),
    ):
        print(f"{name}: {stroke_then_tap(context, way, between, after)}")
    browser.close()
SCRIPT
venv/bin/python look.py | tee seen
diff seen - <<'WANTED'
quick, tapped at once: pad pointerup, button pointerdown, button pointerup
quick, tapped a second later: pad pointerup, button pointerdown, button pointerup, button click
slow, tapped at once: pad pointerup, button pointerdown, button pointerup, button click
quick, tapped at once, touchstart prevented: pad pointerup, button pointerdown, button pointerup, button click
WANTED
