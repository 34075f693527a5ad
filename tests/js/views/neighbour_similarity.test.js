import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const catalogue = readFileSync(new URL("../../../static/catalogue/en.json", import.meta.url), "utf-8");
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: () => ({ textContent: catalogue }),
});
const { mountNeighbourSimilarity } = await import("../../../static/views/neighbour_similarity.js");

test("less than a zoom that one could do is not asked for", () => {
  const element = () => /** @type {any} */ ({ dataset: {}, classList: { toggle() {} }, textContent: "" });
  const elements = { ae: element(), vae: element(), means: element() };
  const view = mountNeighbourSimilarity(elements);
  const found = /** @type {any} */ ({ alike: 0.01, threshold: 0.002 });
  const told = [0.009, 0.0149, 0.016].map((step) => {
    view.show("vae", found, { isDigit: true, step });
    return elements.vae.textContent;
  });
  assert.match(told[0], /look alike at this zoom/);
  assert.match(told[1], /almost look alike at this zoom/);
  assert.match(told[2], /zoom in about 1\.6×/);
});
