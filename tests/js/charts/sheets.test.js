import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The texts stand in the page; here the page is this.
const texts = readFileSync(new URL("../../../static/catalogue/en.json", import.meta.url), "utf-8");
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  body: { dataset: {} },
  getElementById: () => ({ textContent: texts, dataset: { words: '{"item":"digit"}' } }),
});
const { digitSheet, ringSheet, samplesSheet, walkSheet } = await import("../../../static/charts/digit_sheets.js");
const { curvesSheet, klSheet, labelsSheet, standingSheet } = await import("../../../static/charts/plot_sheets.js");
const { mapSheet } = await import("../../../static/charts/map_sheet.js");
const { stepCurves } = await import("../../../static/charts/step_curves.js");
const { times } = await import("../../../static/charts/sheet.js");

const TOLD = { title: 'Samples & "draws" <1>', source: "https://lab.example/#a=1&b=2" };
const count = (svg, what) => svg.split(what).length - 1;
/** Images whose labels are these, each of one grey. */
const images = (labels) => ({
  label: labels,
  confidence: labels.map(() => 1),
  step: labels.map((_, i) => i),
  z: labels.map(() => [0, 0]),
  pixels: Uint8Array.from({ length: 784 * labels.length }, (_, i) => Math.floor(i / 784)),
});

/** All that a sheet may not hold: what the page's policy forbids, and what only the page's styles would explain. */
function assertStandsAlone(svg) {
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  assert.doesNotMatch(svg, /class=|style=|var\(|undefined|NaN|&(?!amp;|lt;|gt;|quot;)/);
  assert.match(
    svg,
    /<title>Samples &amp; &quot;draws&quot; &lt;1&gt;<\/title><desc>https:\/\/lab\.example\/#a=1&amp;b=2</,
  );
}

test("a digit is its own 28 by 28 pixels, dark on light, and is shown sharp", () => {
  const svg = digitSheet(
    TOLD,
    Uint8Array.from({ length: 784 }, (_, i) => i % 256),
  ).svg();
  assertStandsAlone(svg);
  assert.match(svg, /viewBox="0 0 28 28"/);
  assert.match(svg, /<image [^>]*image-rendering="pixelated"/);
  const file = Buffer.from(svg.match(/base64,([^"]+)/)[1], "base64");
  assert.deepEqual([file.readUInt32BE(16), file.readUInt32BE(20)], [28, 28]);
});

test("an image in colour keeps its colours and its size", () => {
  document.body.dataset.ink = "none";
  const svg = digitSheet(TOLD, new Uint8Array(3 * 32 * 32).fill(200)).svg();
  delete document.body.dataset.ink;
  assert.match(svg, /viewBox="0 0 32 32"/);
  const file = Buffer.from(svg.match(/base64,([^"]+)/)[1], "base64");
  assert.deepEqual([file.readUInt32BE(16), file[25], file[60]], [32, 2, 200], "red, green and blue, as they are");
});

test("a picture is made by a whole number of pixels for each of its own, about 1,024 wide", () => {
  assert.equal(times({ width: 28 }), 37);
  assert.equal(times({ width: 516 }), 2);
  assert.equal(times({ width: 4000 }), 1);
  assert.match(digitSheet(TOLD, new Uint8Array(784)).svg(37), /width="1036" height="1036"/);
});

test("a ring, a wall and a strip hold all of their images, and mark those that are read otherwise", () => {
  const ring = ringSheet(TOLD, images([3, ...Array(15).fill(3), 8]), "vae").svg();
  const wall = samplesSheet(TOLD, images([3, 3, 8, 3, 3, 3, 3, 3, 8])).svg();
  const walk = walkSheet(TOLD, images(Array.from({ length: 33 }, (_, i) => (i < 9 ? 3 : 8))), 32, "ae").svg();
  for (const svg of [ring, wall, walk]) assertStandsAlone(svg);
  assert.deepEqual(
    [ring, wall, walk].map((svg) => count(svg, "<image ")),
    [17, 8, 17],
  );
  assert.deepEqual(
    [ring, wall].map((svg) => count(svg, 'stroke="#a4161a"')),
    [1, 2],
  );
  assert.equal(count(walk, "<rect "), 32 + 17 + 1, "bars, frames and the paper");
});

test("plots are drawn anew from their numbers, which stand in them", () => {
  const figure = (step) => ({ step, figure: { value: step, low: step * 0.9, high: step * 1.1 } });
  const curve = [0.1, 0.2, 0.4].map(figure);
  const how = { name: "kept", xLabel: "step", number: String, step: String };
  const curves = curvesSheet(TOLD, stepCurves({ ae: curve, vae: curve }, how)).svg();
  const kl = klSheet(TOLD, [4.736, 4.223]).svg();
  const labels = labelsSheet(TOLD, [6, 8, 5, 1, 6, 7, 9, 1, 8, 8], 9, "vae").svg();
  const standing = standingSheet(
    TOLD,
    Array.from({ length: 101 }, (_, i) => 40 + i),
    99.5,
    "vae",
  ).svg();
  for (const svg of [curves, kl, labels, standing]) assertStandsAlone(svg);
  assert.match(curves, /stroke-dasharray="7 4"/);
  assert.match(kl, />4\.74<.*>4\.22</);
  assert.match(labels, /0: 6, 1: 8, 2: 5/);
  assert.match(standing, /99\.50 nats/);
});

test("a map's marks are drawn as shapes, and what is unknown is left plain", () => {
  const marks = [
    { kind: "", places: [[10, 20]], radius: 3.4, fill: "#CC6677", opacity: 0.9 },
    {
      kind: "prior",
      places: [
        [0, 0],
        [10.126, 0],
        [10, 10],
      ],
      closed: true,
    },
    { kind: "prior-label", places: [[5, 5]], text: "1σ" },
    { kind: "end end-a", places: [[5, 5]], text: "A" },
  ];
  const svg = mapSheet(TOLD, { width: 400, height: 300, tiles: [], marks }).svg();
  assertStandsAlone(svg);
  assert.match(svg, /<circle cx="10" cy="20" r="3.4" fill="#CC6677"/);
  assert.match(svg, /<path d="M0,0L10.13,0L10,10Z" fill="none"[^>]*stroke-dasharray="5 5"/);
  assert.match(svg, />1σ<.*>A</);
});
