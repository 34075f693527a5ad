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
  documentElement: { lang: "en" },
  getElementById: (id) =>
    id === "catalogue" ? { textContent: JSON.stringify({ ...catalogue.en, "test.two": "{b}, {a} {b}" }) } : null,
});
const { remarks } = await import("../../../static/views/loss.js");

test("the loss says what the model was trained on where that is another sum, and why nats may be negative", () => {
  assert.doesNotMatch(remarks({ beta: 1, likelihood: "bernoulli" }, 64), /trained on|negative/);
  assert.match(remarks({ beta: 0.25, likelihood: "bernoulli" }, 64), /trained on reconstruction \+ 0\.25 × KL/);
  assert.match(remarks({ beta: 1, likelihood: "gaussian" }, 64), /64 sampled z.*may be negative/);
});
