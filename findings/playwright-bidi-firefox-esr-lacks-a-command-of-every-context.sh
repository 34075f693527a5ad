#!/usr/bin/env bash
# Behaviour: Playwright drives a distribution's own Firefox over WebDriver BiDi (channel "moz-firefox") without a build of
#   its own. Yet with the ESR every new context raises: it is sent emulation.setMediaFeaturesOverride, which that Firefox
#   does not know. No option leaves it out, color_scheme="null", "no override", neither. Where something between the two
#   answers this one command, contexts, pages, clicks and screenshots work.
# Version: Playwright 1.65.2, Firefox 153 ESR, seen 2026-11-30.
# Why a good guess is wrong: an option that says "no override" reads as "send nothing", and a browser that starts, connects
#   and answers session.new is taken for one that is supported; the error names no version and no way out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet playwright==1.65.2
cat >look.py <<'SCRIPT'
import re
import shutil

from playwright.sync_api import Error, sync_playwright

NOTHING = {name: "null" for name in ("color_scheme", "reduced_motion", "forced_colors", "contrast")}
with sync_playwright() as playwright:
    program = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))))
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=program)
    print("it starts, as Firefox", browser.version.split(".")[0])
    for name, options in (("by default", {}), ("without overrides", NOTHING)):
        try:
            browser.new_context(**options)
            print(f"a context {name}: made")
        except Error as error:
            print(f"a context {name}:", re.search(r"\(([\w.]+)\): unknown command", str(error))[1], "is unknown")
    browser.close()
SCRIPT
venv/bin/python look.py | tee seen
diff seen - <<'WANTED'
it starts, as Firefox 153
a context by default: emulation.setMediaFeaturesOverride is unknown
a context without overrides: emulation.setMediaFeaturesOverride is unknown
WANTED
