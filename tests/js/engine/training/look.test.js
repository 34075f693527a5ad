import assert from "node:assert/strict";
import { test } from "node:test";
import { axesOf, extentOf, gridOf, onPlane, spreadOf } from "../../../../static/engine/training/look.js";

/** Codes (n, d), with the same σ everywhere or none. */
const cloudOf = (codes, sigma = null) => ({
  mu: Float32Array.from(codes.flat()),
  sigma: sigma === null ? null : new Float32Array(codes.flat().length).fill(sigma),
  n: codes.length,
  dims: codes[0].length,
});
const square = (half) => [-half, half].flatMap((a) => [-half, half].map((b) => [a, b]));

test("the two widest axes are shown, and another takes their place only where it is clearly wider", () => {
  const spread = (...sds) => sds.map((sd) => ({ sd, mean: 0 }));
  assert.deepEqual(axesOf(spread(1, 3, 2)), [1, 2]);
  assert.deepEqual(axesOf(spread(2.2, 3, 2), [1, 2]), [1, 2]);
  assert.deepEqual(axesOf(spread(2.8, 3, 2), [1, 2]), [0, 1]);
});

test("a map holds the codes, stays while little changes, and moves by parts where much does", () => {
  const first = extentOf(cloudOf(square(2)), [0, 1]);
  assert.deepEqual(first.center, [0, 0]);
  assert.ok(first.half_width > 2 && first.half_width < 2.5);
  assert.equal(extentOf(cloudOf(square(2.1)), [0, 1], { before: first }), first);
  const eased = extentOf(cloudOf(square(6)), [0, 1], { before: first });
  assert.ok(eased.half_width > first.half_width && eased.half_width < 6);
});

test("what is marked is in the map, however far out", () => {
  const codes = [...Array.from({ length: 200 }, (_, i) => [i / 100 - 1, 0]), [9, 0]];
  const holds = ({ center, half_width: half }) => center[0] + half > 9;
  assert.ok(!holds(extentOf(cloudOf(codes), [0, 1])));
  assert.ok(holds(extentOf(cloudOf(codes), [0, 1], { seen: 1 })));
});

test("of posteriors that have collapsed the map shows their width, and not the chance of their means", () => {
  const { half_width: half } = extentOf(cloudOf(square(1e-4), 1), [0, 1]);
  assert.ok(half > 1.5 && half < 3, `${half}`);
});

test("a grid goes row by row from above, and other axes are at the cloud's middle", () => {
  const cloud = cloudOf([
    [0, 5, -1],
    [0, 7, 1],
  ]);
  const view = { axes: [0, 2], extent: { center: [10, 20], half_width: 2 } };
  const grid = gridOf(view, spreadOf(cloud), 2);
  assert.deepEqual([...grid], [9, 6, 21, 11, 6, 21, 9, 6, 19, 11, 6, 19]);
});

test("two axes of codes are a plane", () => {
  assert.deepEqual([...onPlane(Float32Array.of(1, 2, 3, 4, 5, 6), 3, [0, 2])], [1, 3, 4, 6]);
});
