import assert from "node:assert/strict";
import { test } from "node:test";
import { completed, passedBy } from "../../../static/core/drawn_curve.js";

test("a stroke has a height at each place that it passes, in either direction", () => {
  assert.deepEqual(passedBy({ i: 1, value: 10 }, { i: 3, value: 20 }), [
    { i: 2, value: 15 },
    { i: 3, value: 20 },
  ]);
  assert.deepEqual(passedBy({ i: 2, value: 0 }, { i: 0, value: 4 }), [
    { i: 1, value: 2 },
    { i: 0, value: 4 },
  ]);
});

test("where it begins or stays at a place, that place takes its height", () => {
  assert.deepEqual(passedBy(null, { i: 1, value: 7 }), [{ i: 1, value: 7 }]);
  assert.deepEqual(passedBy({ i: 1, value: 7 }, { i: 1, value: 8 }), [{ i: 1, value: 8 }]);
});

test("missing points take the height of the nearest, and those that are there stay", () => {
  assert.deepEqual(completed([null, 5, null, null, 0]), [5, 5, 5, 0, 0]);
  assert.deepEqual(completed([0, 1]), [0, 1]);
});
