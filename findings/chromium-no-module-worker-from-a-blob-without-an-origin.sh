#!/usr/bin/env bash
# Behaviour: in a page whose origin is opaque (a file from a disk, a frame with a sandbox) Chromium starts a Worker from a
#   Blob as a classic script, but not as a module: an error event comes, without a message, and the console has not a word.
#   import() of the same Blob runs, and in a page of a server both kinds do. And in a file from a disk, but not in the frame
#   with a sandbox, a classic Worker can't fetch a Blob of its page, though the page can; posted to it, the Blob is read.
#   Firefox runs all of them everywhere.
# Version: Chromium 156 and Firefox 153 ESR, seen 2026-11-30, by Playwright 1.65.2; here Chromium alone.
# Why a good guess is wrong: what a page makes is its own, so a Blob's origin is the page's, and what such a page may do it
#   should be able to do in either kind of Worker, or in neither; and "opaque" reads as one case, not as two.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet playwright==1.65.2
cat >page.html <<'PAGE'
<!doctype html>
<title>page</title>
<script>
  const urlOf = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
  const said = (text, type, told) =>
    new Promise((resolve) => {
      const worker = new Worker(urlOf(text), { type });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => resolve(`error event, its message ${message}`);
      if (told) worker.postMessage(told);
    });
  const data = new Blob(["read"]);
  const fetching = `fetch("${URL.createObjectURL(data)}").then((a) => a.text()).then(postMessage, () => postMessage("not read"))`;
  window.result = (async () => [
    `classic Worker: ${await said("postMessage('runs')", "classic")}`,
    `module Worker: ${await said("postMessage('runs')", "module")}`,
    `import(): ${await import(urlOf("export const found = 'runs'")).then(({ found }) => found)}`,
    `page's Blob, fetched by a classic Worker: ${await said(fetching, "classic")}`,
    `page's Blob, posted to it: ${await said("onmessage = async ({ data }) => postMessage(await data.text())", "classic", data)}`,
  ])();
</script>
PAGE
cat >look.py <<'SCRIPT'
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

SimpleHTTPRequestHandler.log_message = lambda *_: None
host = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory="."))
Thread(target=host.serve_forever, daemon=True).start()
served = f"http://127.0.0.1:{host.server_port}/page.html"
RESULT, FRAME = "window.result", """(page) => {
    const frame = Object.assign(document.createElement("iframe"), { sandbox: "allow-scripts", srcdoc: page });
    document.body.replaceChildren(frame);
    return new Promise((resolve) => (frame.onload = resolve));
}"""

with sync_playwright() as playwright:
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-headless-shell"))))
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    page = browser.new_page()
    for name, address in (("served", served), ("a file", Path("page.html").resolve().as_uri())):
        page.goto(address)
        print(name, *page.evaluate(RESULT), sep="\n  ")
    page.goto(served)
    page.evaluate(FRAME, Path("page.html").read_text())
    print("a frame with a sandbox", *page.frames[1].evaluate(RESULT), sep="\n  ")
    browser.close()
SCRIPT
venv/bin/python look.py | tee seen
diff seen - <<'WANTED'
served
  classic Worker: runs
  module Worker: runs
  import(): runs
  page's Blob, fetched by a classic Worker: read
  page's Blob, posted to it: read
a file
  classic Worker: runs
  module Worker: error event, its message undefined
  import(): runs
  page's Blob, fetched by a classic Worker: not read
  page's Blob, posted to it: read
a frame with a sandbox
  classic Worker: runs
  module Worker: error event, its message undefined
  import(): runs
  page's Blob, fetched by a classic Worker: read
  page's Blob, posted to it: read
WANTED
