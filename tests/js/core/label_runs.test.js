import assert from "node:assert/strict";
import { test } from "node:test";
import { labelRuns, turnOf } from "../../../static/core/label_runs.js";

test("labels along a walk are runs, in order", () => {
  assert.deepEqual(labelRuns([4, 4, 9, 9, 9, 4]), [
    { label: 4, length: 2 },
    { label: 9, length: 3 },
    { label: 4, length: 1 },
  ]);
  assert.deepEqual(labelRuns([]), []);
});

test("the turn is the first stop that is read otherwise than the start; the end, where none is", () => {
  assert.equal(turnOf([4, 4, 9, 4]), 2);
  assert.equal(turnOf([4, 4, 4]), 2);
});
