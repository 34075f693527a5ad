import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { pack } from "../../../static/core/pixels.js";
import { formatState, parseState } from "../../../static/core/state.js";
import { patched, readState, tellState } from "../../../static/core/told_state.js";

const FIRST = parseState("");
const ANY = () => true;
const own = pack(Uint8Array.from({ length: 784 }, (_, i) => i % 256));
const OWN = { ...FIRST, x: own };
const LEVELS = tellState(OWN, true).pixels;

test("the visitor's own digit is told only where that is asked for", () => {
  assert.ok(!("pixels" in tellState(OWN, false)) && !("x" in tellState(OWN, false)));
  assert.ok(!JSON.stringify(tellState(OWN, false)).includes(own));
  assert.deepEqual([LEVELS.length, LEVELS[0].length, LEVELS[1].slice(0, 3)], [28, 28, [28, 29, 30]]);
  assert.equal(tellState(FIRST, true).pixels, null);
});

test("numbers are told as numbers, lists as lists, and all that is told may be wanted", () => {
  const state = parseState("ae=1,2&t=0.5&cloud=0&tab=walk&digit=3&mapvae=0,1,2&layer=density&unit=mad&seeds=1");
  const told = JSON.parse(JSON.stringify(tellState(state, true)));
  assert.deepEqual([told.ae, told.t, told.cloud, told.layer, told.vae], [[1, 2], 0.5, false, "density", null]);
  const { patch, refused } = readState(told, ANY);
  assert.deepEqual(refused, []);
  assert.equal(formatState({ ...FIRST, ...patch }), formatState(state));
});

test("what a link could not say is refused by name, whatever it is", () => {
  const wrong = {
    ...{ t: 9, seed: 1.5, tab: "no", ae: [1], vae: [1, "2"], cloud: "yes", digit: 1000, n: 17, layer: {} },
    ...{ link: null, model: "../x", opacity: NaN, r: [0.1], mapae: [1, Infinity], x: own, y: 1 },
    ...{ pinsae: { toString: 1 }, pinsvae: Array(1e5).fill(1), pixels: [[1]] },
  };
  assert.deepEqual(readState(wrong, ANY).refused, Object.keys(wrong));
  for (const none of [null, undefined, 5, "digit=3"]) assert.deepEqual(readState(none, ANY).refused, ["state"]);
});

test("a model is wanted by the id of one that is offered, or by none", () => {
  const offers = (/** @type {string} */ id) => id === "vae-2d";
  assert.deepEqual(readState({ model: "vae-2d" }, offers), { patch: { model: "vae-2d" }, refused: [] });
  assert.deepEqual(readState({ model: null }, offers).refused, []);
  assert.deepEqual(readState({ t: 2, model: "typo" }, offers).refused, ["model"]);
});

test("pixels are 28 rows of 28 whole grey levels", () => {
  assert.equal(readState({ pixels: LEVELS }, ANY).patch.x, own);
  assert.equal(readState({ pixels: null }, ANY).patch.x, null);
  const spoilt = [256, -1, 0.5, "1", null, [1]].map((level) => LEVELS.with(3, LEVELS[3].with(4, level)));
  const holes = LEVELS.with(3, Array(28));
  for (const pixels of [...spoilt, holes, LEVELS.slice(1), LEVELS.with(0, "0".repeat(28)), "", 0, {}])
    assert.deepEqual(readState({ pixels }, ANY).refused, ["pixels"]);
});

test("in colour a pixel is three levels", () => {
  const colours = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => i);
  const { pixels } = tellState({ ...FIRST, x: pack(colours) }, true);
  assert.deepEqual([pixels.length, pixels[7].length, pixels[0][1]], [8, 8, [3, 4, 5]]);
  assert.equal(readState({ pixels }, ANY).patch.x, pack(colours));
  for (const spoilt of [pixels.flat(), pixels.flat(2), pixels.map((row) => row.map(([red]) => [red, red]))])
    assert.deepEqual(readState({ pixels: spoilt }, ANY).refused, ["pixels"]);
});

test("nothing that is sent makes it fail", () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom(...Object.keys(FIRST), "pixels"), (value, key) => {
      readState(value, ANY);
      const { patch, refused } = readState({ [key]: value }, ANY);
      if (!refused.length) assert.doesNotThrow(() => formatState(patched(FIRST, patch)));
    }),
  );
});

test("another digit takes its codes, other models their places; what is wanted stays", () => {
  const there = { ...FIRST, model: "a", digit: 5, ae: [1, 1], vae: [2, 2], mapae: [0, 0, 1], pinsae: [1, 2, 3, 4] };
  const other = patched(there, { digit: 7 });
  assert.deepEqual([other.digit, other.ae, other.vae, other.mapae], [7, null, null, there.mapae]);
  assert.deepEqual(patched(there, { digit: 7, vae: [0, 0] }).vae, [0, 0]);
  assert.deepEqual(patched(there, { t: 2 }), { ...there, t: 2 });
  const model = patched(there, { model: "b", mapvae: [1, 1, 1] });
  assert.deepEqual([model.digit, model.ae, model.pinsae, model.mapvae], [5, null, null, [1, 1, 1]]);
});

test("a digit of the sample and the visitor's own take each other's place; naming neither changes neither", () => {
  const drawn = { ...OWN, digit: null };
  assert.deepEqual([patched(drawn, { digit: 3 }).x, patched({ ...FIRST, digit: 3 }, { x: own }).digit], [null, null]);
  assert.equal(patched(drawn, { digit: null }).x, own, "as it is told of an own digit that is not shared");
  assert.equal(patched({ ...FIRST, digit: 3 }, { x: null }).digit, 3);
  assert.equal(patched(drawn, { x: null }).x, null);
});

test("the manual has each key", () => {
  const manual = readFileSync(new URL("../../../docs/embedding.md", import.meta.url), "utf-8");
  const missing = Object.keys(tellState(OWN, true)).filter((key) => !manual.includes(`\`${key}\``));
  assert.deepEqual(missing, []);
});
