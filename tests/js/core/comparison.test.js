import assert from "node:assert/strict";
import { test } from "node:test";
import {
  distance,
  ends,
  imageOf,
  isJudged,
  neighbours,
  parseComparison,
  passed,
  tally,
} from "../../../static/core/comparison.js";

/** The bytes of an answer, behind some that belong to others. @param {number[][]} figures @param {number[][]} z @param {number} length */
function answer(figures, z, length) {
  const n = figures.length;
  const bytes = new Uint8Array(12 + 784 * n + 4 * (figures.flat().length + z.flat().length + 1));
  for (let i = 0; i < n; i++) bytes.fill(i + 1, 12 + 784 * i, 12 + 784 * (i + 1));
  const view = new DataView(bytes.buffer);
  [...figures.flat(), ...z.flat(), length].forEach((value, i) => view.setFloat32(12 + 784 * n + 4 * i, value, true));
  return { pixels: bytes.subarray(12), wanted: { side: "vae", codes: z } };
}

const FIGURES = [
  [3, 1, 0, 0, 0, 0],
  [3, 0.5, 0.25, 0.125, 2, 3],
  [8, 0.75, 0.5, 0.5, 4, 1],
];
const Z = [
  [0, 0],
  [1, 0],
  [1, 2],
];
const FOUND = parseComparison(answer(FIGURES, Z, 6));

test("an answer is taken apart", () => {
  assert.deepEqual(FOUND.label, [3, 3, 8]);
  assert.deepEqual(FOUND.confidence, [1, 0.5, 0.75]);
  assert.deepEqual(FOUND.step, [0, 3, 1]);
  assert.deepEqual(FOUND.z, Z);
  assert.equal(FOUND.length, 6);
  assert.deepEqual([...imageOf(FOUND, 2)], Array(784).fill(3));
});

test("neighbours that are read as the middle one are kept", () => {
  assert.deepEqual(neighbours(FOUND), { label: 3, kept: 1, count: 2, changed: 0.3125, change: 0.375 });
});

test("two pins: how far apart, and how much their images differ", () => {
  assert.deepEqual(ends(FOUND, [1, 2]), { apart: Math.hypot(1, 1), change: 0.5, feature: 4 });
});

test("a walk: the curve's length for each sd of it, its largest step, what is read on it", () => {
  assert.deepEqual(passed(FOUND, [1, 2]), { stretch: 6 / 2, jump: 3 / 2, labels: [3, 8] });
});

test("a walk that stands still has no jump and no stretch", () => {
  const still = parseComparison(
    answer(
      FIGURES.map(([label]) => [label, 1, 0, 0, 0, 0]),
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      0,
    ),
  );
  assert.deepEqual(passed(still, [1, 1]), { stretch: 0, jump: 1, labels: [3, 8] });
  assert.equal(ends(still, [1, 1]).apart, 0);
});

test("draws are counted: sure ones, their labels, and those far from all codes", () => {
  const found = tally(
    FOUND,
    [
      [0, 0],
      [1, 1.9],
    ],
    [1, 1],
    { sure: 0.75, far: 0.2 },
    9,
  );
  assert.deepEqual(found.isSure, [true, false, true]);
  assert.equal(found.sure, 2);
  assert.deepEqual(found.labels, [0, 0, 0, 1, 0, 0, 0, 0, 1]);
  assert.equal(found.holes, 1);
});

test("a distance is in sd of each axis", () => assert.equal(distance([0, 0], [3, 8], [1, 2]), 5));

test("where nobody reads the images nothing is said of labels, and all else is told", () => {
  const unread = FIGURES.map(([, , ...rest]) => [NaN, NaN, ...rest.with(2, NaN)]);
  const found = parseComparison(answer(unread, Z, 6));
  assert.deepEqual([found.label, found.confidence, found.feature, isJudged(found)], [[], [], [], false]);
  assert.deepEqual([found.changed, found.step, isJudged(FOUND)], [[0, 0.125, 0.5], [0, 3, 1], true]);
  const { count, changed } = neighbours(found);
  assert.deepEqual([count, changed], [2, 0.3125]);
  const drawn = tally(found, [[0, 0]], [1, 1], { sure: 0.75, far: 0.2 }, 0);
  assert.deepEqual([drawn.count, drawn.sure, drawn.labels, drawn.isSure], [3, 0, [], []]);
});

test("images of any size are cut where they end", () => {
  const pixels = Uint8Array.from({ length: 3 * 192 }, (_, i) => Math.floor(i / 192));
  assert.deepEqual([...imageOf({ pixels, z: Z }, 2)], Array(192).fill(2));
});
