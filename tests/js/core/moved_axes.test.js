import assert from "node:assert/strict";
import { test } from "node:test";
import { movedAxes } from "../../../static/core/moved_axes.js";

test("in a plane both coordinates are said, moved or not", () => {
  assert.deepEqual(movedAxes([1, 2], [1, 3]), [0, 1]);
  assert.deepEqual(movedAxes([1, 2], null), [0, 1]);
});

test("of many only those that moved, and none where it moved all over", () => {
  const z = Array.from({ length: 16 }, (_, axis) => axis);
  assert.deepEqual(movedAxes(z, z.with(4, 0).with(9, 0)), [4, 9]);
  assert.equal(
    movedAxes(
      z,
      z.map((value) => value + 1),
    ),
    null,
  );
  assert.equal(movedAxes(z, null), null);
  assert.equal(movedAxes(z, z), null);
});
