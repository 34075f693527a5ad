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
