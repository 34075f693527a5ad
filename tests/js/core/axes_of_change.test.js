import assert from "node:assert/strict";
import { test } from "node:test";
import { changesAlong, stepsAlong } from "../../../static/core/axes_of_change.js";

test("a code has a neighbour on either side along each axis", () => {
  const found = [
    [1, 5],
    [3, 5],
    [-1, 5],
    [1, 7],
    [1, 3],
  ];
  assert.deepEqual(stepsAlong([1, 5], 2), found);
});

test("each axis has the mean change of its two neighbours", () => {
  const height = ([x, y]) => Math.abs(x - 1) * 8 + Math.abs(y - 5);
  assert.deepEqual(changesAlong(stepsAlong([1, 5], 2).map(height)), [16, 2]);
  assert.deepEqual(changesAlong([0, 1, 3, 4, 8]), [2, 6]);
});
