import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn } from "../../../static/views/mini_map.js";

test("a small map shows its square: z₀ to the right, z₁ upwards", () => {
  const square = { center: [1, -1], half_width: 2 };
  assert.deepEqual(placeIn(square, [1, -1, 5]), [96, 96]);
  assert.deepEqual(placeIn(square, [3, 1]), [192, 0]);
  assert.deepEqual(placeIn(square, [-1, -3]), [0, 192]);
});
