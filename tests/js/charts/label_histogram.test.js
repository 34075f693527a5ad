import assert from "node:assert/strict";
import { test } from "node:test";

// The texts stand in the page; here the page is this.
const catalogue = { textContent: '{"prior.histogram": "{counts}"}', dataset: {}, classes: [] };
globalThis.document = /** @type {any} */ ({ documentElement: { lang: "en" }, getElementById: () => catalogue });
const { histogramHeight, labelHistogram, written } = await import("../../../static/charts/label_histogram.js");

const texts = (svg) => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text);

test("ten digits stand under their bars, those that never came as well", () => {
  catalogue.classes = Array.from("0123456789");
  const counts = [0, 4, 0, 0, 0, 0, 0, 0, 0, 1];
  assert.deepEqual(texts(labelHistogram(counts, 4)), catalogue.classes);
  assert.equal(written(counts).split(", ").length, 10);
});

test("of many classes the most frequent are named, beside their bars", () => {
  catalogue.classes = Array.from({ length: 100 }, (_, i) => `a class of images ${i}`);
  const counts = catalogue.classes.map((_, i) => (i % 50 === 7 ? i : 0));
  const svg = labelHistogram(counts, 57);
  assert.deepEqual(texts(svg).slice(0, 4), ["a class…ges 57", "57", "a class…ages 7", "7"]);
  assert.match(svg, /<title>a class of images 57<\/title>/);
  assert.equal(written(counts), "a class of images 7: 7, a class of images 57: 57");
  assert.match(svg, new RegExp(`viewBox="0 0 200 ${histogramHeight(100)}"`));
});

test("without labels there is no chart", () => {
  assert.equal(labelHistogram([], 0), "");
});
