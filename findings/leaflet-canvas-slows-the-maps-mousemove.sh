#!/usr/bin/env bash
# Behaviour: where a canvas renderer of Leaflet lies, the map's own `mousemove` comes at most once in 32 ms, also where every
#   shape on that canvas has `interactive: false`. At 60 frames a second this is every third frame: what follows the pointer
#   by map.on("mousemove") moves 20 times a second over the canvas, and 60 times beside it. With `pointer-events: none` on
#   the canvas, or with a listener on the map's container, every move comes.
# Version: Leaflet 1.9.4, seen 2026-11-29 in Chromium 156 (20 images a second over the map, 60 with that rule), and here in
#   jsdom 26.1.0, whose canvas draws nothing.
# Why a good guess is wrong: `interactive: false` reads as "takes no part in input", and profiles blame painting, as the
#   handlers take next to no time. But a canvas renderer takes the DOM's events in the map's place, to find the shape under
#   the pointer, passes them on itself, and does so behind a timer that its documentation doesn't tell of.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund leaflet@1.9.4 jsdom@26.1.0
cat >moves.cjs <<'SCRIPT'
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<div id=map></div>", { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
const ignore = new Proxy(function () {}, { get: () => ignore, apply: () => ignore, set: () => true });
window.HTMLCanvasElement.prototype.getContext = () => ignore; // draws nothing
for (const size of ["clientWidth", "clientHeight", "offsetWidth", "offsetHeight"])
  Object.defineProperty(window.HTMLElement.prototype, size, { value: 400 });

const L = require("leaflet");
const map = L.map("map", { center: [0, 0], zoom: 1, renderer: L.canvas() });
L.circleMarker([0, 0], { interactive: false }).addTo(map);
const seen = { map: 0, container: 0 };
map.on("mousemove", () => seen.map++);
map.getContainer().addEventListener("mousemove", () => seen.container++);

function moves(where, element) {
  seen.map = seen.container = 0;
  for (let i = 0; i < 20; i++)
    element.dispatchEvent(new window.MouseEvent("mousemove", { clientX: 100 + i, clientY: 100, bubbles: true }));
  console.log(`20 moves at once ${where}: map ${seen.map}, its container ${seen.container}`);
}
moves("over the canvas", document.querySelector("canvas"));
moves("beside it", map.getPane("mapPane"));
process.exit();
SCRIPT
node moves.cjs | tee seen
diff seen - <<'WANTED'
20 moves at once over the canvas: map 1, its container 20
20 moves at once beside it: map 20, its container 20
WANTED
