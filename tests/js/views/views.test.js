import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The texts stand in the page; here the page is this.
const catalogue = Object.fromEntries(
  ["en", "vi"].map((lang) => [
    lang,
    JSON.parse(readFileSync(new URL(`../../../static/catalogue/${lang}.json`, import.meta.url), "utf-8")),
  ]),
);
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "vi" },
  getElementById: (id) =>
    id === "catalogue" ? { textContent: JSON.stringify({ ...catalogue.en, "test.two": "{b}, {a} {b}" }) } : null,
});
const { format, t } = await import("../../../static/page/text.js");
const { galleryPage } = await import("../../../static/views/digit.js");
const { bell } = await import("../../../static/views/posterior.js");
const { remarks } = await import("../../../static/views/terms.js");

test("a text's placeholders are filled, each time they stand there", () => {
  assert.equal(t("test.two", { a: 1, b: "x" }), "x, 1 x");
});

test("a key that the catalogue lacks is a mistake of ours", () => {
  assert.throws(() => t("no.such.key"), /no\.such\.key/);
});

test("numbers are written as the language writes them, with a true minus", () => {
  assert.equal(format(-1.25, 2), "−1,25");
  document.documentElement.lang = "en";
  assert.equal(format(-1.25, 1), "−1.3");
  assert.equal(format(2, 3), "2.000");
  assert.equal(format(-0.004, 2), "0.00");
});

test("both languages have the same texts with the same placeholders", () => {
  const holes = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
  assert.deepEqual(Object.keys(catalogue.vi).sort(), Object.keys(catalogue.en).sort());
  for (const [key, text] of Object.entries(catalogue.en)) assert.deepEqual(holes(catalogue.vi[key]), holes(text), key);
});

const LABELS = Array.from({ length: 200 }, (_, i) => (i * 7) % 10);

test("a page of the gallery shows one of each class, in order", () => {
  assert.deepEqual(
    galleryPage(LABELS, 0).map((index) => LABELS[index]),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

test("twenty pages show each of 200 digits once, and the next starts again", () => {
  const pages = Array.from({ length: 20 }, (_, page) => galleryPage(LABELS, page));
  assert.equal(new Set(pages.flat()).size, 200);
  assert.deepEqual(galleryPage(LABELS, 20), pages[0]);
});

test("classes of different sizes each go around on their own", () => {
  const labels = [...Array.from({ length: 10 }, (_, i) => i), ...Array.from({ length: 10 }, (_, i) => i), 3];
  for (const page of [0, 1, 2, 7]) {
    const shown = galleryPage(labels, page);
    assert.ok(
      shown.every((index) => Number.isInteger(index)),
      `page ${page}`,
    );
    assert.deepEqual(shown.map((index) => labels[index])[3], 3);
  }
});

/** The corners of an SVG path. */
const corners = (path) =>
  path
    .slice(1, -1)
    .split("L")
    .map((corner) => corner.split(",").map(Number));

test("a bell is a closed curve with its top above μ", () => {
  const path = bell(1, 0.5);
  assert.match(path, /^M[\d.,L-]+Z$/);
  const points = corners(path);
  const top = points.reduce((a, b) => (b[1] < a[1] ? b : a));
  assert.deepEqual(top, [((1 + 4) / 8) * 200, 3]);
  assert.ok(points[0][1] > 43 && points[points.length - 1][1] > 43, "its ends lie on the ground");
});

test("a bell falls to e^(-1/2) one σ away, on both sides", () => {
  const points = corners(bell(-0.5, 0.8));
  for (const value of [-0.5 - 0.8, -0.5 + 0.8]) {
    const x = ((value + 4) / 8) * 200;
    const nearest = points.reduce((a, b) => (Math.abs(b[0] - x) < Math.abs(a[0] - x) ? b : a));
    assert.ok(Math.abs(nearest[1] - (44 - 41 * Math.exp(-0.5))) < 0.05, `${nearest}`);
  }
});

test("a bell three times as wide is three times as wide", () => {
  const width = (sigma) => {
    const xs = corners(bell(0, sigma)).map(([x]) => x);
    return Math.max(...xs) - Math.min(...xs);
  };
  assert.ok(Math.abs(width(0.9) - 3 * width(0.3)) < 0.05);
});

test("the loss says what the model was trained on where that is another sum, and why nats may be negative", () => {
  assert.doesNotMatch(remarks({ beta: 1, likelihood: "bernoulli" }, 64), /trained on|negative/);
  assert.match(remarks({ beta: 0.25, likelihood: "bernoulli" }, 64), /trained on reconstruction \+ 0\.25 × KL/);
  assert.match(remarks({ beta: 1, likelihood: "gaussian" }, 64), /64 sampled z.*may be negative/);
});
