import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const catalogue = readFileSync(new URL("../../../static/catalogue/en.json", import.meta.url), "utf-8");
/** An element that keeps what is put into it. @returns {any} */
const element = () => {
  const [inside, named, listening] = [[], {}, {}];
  return {
    ...{ inside, named, dataset: {}, classList: { toggle() {} } },
    replaceChildren: (...parts) => inside.splice(0, Infinity, ...parts),
    setAttribute: (name, value) => (named[name] = value),
    addEventListener: (name, act) => (listening[name] = act),
    click: () => listening.click(),
  };
};
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: () => ({ textContent: catalogue, dataset: { words: '{"item":"digit"}' } }),
  createElement: element,
  createTextNode: (data) => ({ data }),
});
const { mountNeighbourSimilarity } = await import("../../../static/views/neighbour_similarity.js");

const FOUND = /** @type {any} */ ({ alike: 0.01, threshold: 0.002 });
/** What is said of the VAE's digit at distances of neighbouring images, as text and buttons. */
function said(steps, { isDeepest = false, onZoom = () => {} } = {}) {
  const elements = { ae: element(), vae: element(), means: element() };
  const view = mountNeighbourSimilarity(elements, onZoom);
  return steps.map((step) => {
    view.show("vae", FOUND, { isDigit: true, step, isDeepest });
    return elements.vae.inside
      .filter(({ hidden, data }) => hidden === false || data)
      .map((part) => ({ part, ...part }));
  });
}
const textOf = (parts) => parts.map(({ data, textContent }) => data ?? textContent).join("");

test("less than a zoom that one could do is not asked for", () => {
  const told = said([0.009, 0.0149, 0.016]).map(textOf);
  assert.match(told[0], /look alike at this zoom/);
  assert.match(told[1], /almost look alike at this zoom/);
  assert.match(told[2], /zoom in about 1\.6×/);
});

test("how far to zoom in is a button that does so, named for its map", () => {
  const asked = [];
  const [[before, button, after]] = said([0.98], { onZoom: (side) => asked.push(side) });
  assert.deepEqual([before.data, after.data], ["Around your digit: ", " until neighbouring images look alike."]);
  assert.equal(button.textContent, "zoom in about 98×");
  assert.equal(button.named["aria-label"], "Variational autoencoder: zoom in about 98×");
  button.click();
  assert.deepEqual(asked, ["vae"]);
});

test("a button in focus stays the same one, whatever number it says", () => {
  const [[, first], [, second]] = said([0.98, 0.5]);
  assert.equal(first.part, second.part);
  assert.notEqual(first.textContent, second.textContent);
});

test("as close as the map goes there is no button, but what is left", () => {
  const [parts] = said([0.03], { isDeepest: true });
  assert.equal(parts.length, 1);
  assert.match(parts[0].data, /as close as the map goes: 3× closer they would/);
});
