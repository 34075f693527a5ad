import assert from "node:assert/strict";
import { test } from "node:test";

import { across, rangeOf, timeCurves, upward } from "../../../static/charts/time_curves.js";

const points = (/** @type {number[]} */ ...values) => values.map((value, i) => ({ step: 100 * i, value }));
const HOW = { name: "loss", number: String, steps: 300 };

test("later is farther right, and more is higher", () => {
  assert.ok(across(0, 300) < across(150, 300) && across(150, 300) < across(300, 300));
  assert.ok(upward(2, [0, 10]) > upward(3, [0, 10]));
  assert.equal(upward(99, [0, 10]), upward(10, [0, 10]), "beyond the range it stays at the edge");
});

test("the first steps' values don't squeeze what comes after them", () => {
  const line = { side: /** @type {const} */ ("ae"), points: points(560, 161, 152, 148) };
  const [low, high] = rangeOf([line], 300);
  assert.ok(low <= 148 && low > 140, `${low}`);
  assert.ok(high >= 161 && high < 170, `${high}`);
});

test("a range has a width where all values are one, and where there is none", () => {
  for (const values of [[2, 2], [0, 0], [NaN], []]) {
    const [low, high] = rangeOf([{ side: "vae", points: points(...values) }], 100);
    assert.ok(high > low, `${values}`);
  }
});

test("the models differ by their marks, not by colour alone", () => {
  const svg = timeCurves(
    [
      { side: "ae", points: points(3, 2) },
      { side: "vae", points: points(3, 1), end: "z0" },
      { side: "vae", points: points(4, 3), kind: "faint" },
    ],
    { ...HOW, turns: [150] },
  );
  assert.match(svg, /curve-ae [^>]*><path[^>]*><rect/);
  assert.match(svg, /curve-vae [^>]*><path[^>]*><circle/);
  assert.equal(svg.match(/<rect/g)?.length, 1);
  assert.equal(svg.match(/<circle/g)?.length, 1, "what is faint has none");
  assert.equal(svg.match(/class="turn"/g)?.length, 1);
  assert.match(svg, />z0<\/text>/);
  assert.match(svg, /aria-label="loss"/);
});

test("what is no number is left out", () => {
  const svg = timeCurves([{ side: "ae", points: points(NaN, 2, Infinity) }], HOW);
  assert.doesNotMatch(svg, /NaN|Infinity/);
});
