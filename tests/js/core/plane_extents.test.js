import assert from "node:assert/strict";
import { test } from "node:test";
import { crowdExtent } from "../../../static/core/plane_extents.js";

test("a crowd's square leaves out the outermost on each axis, and has a margin", () => {
  const codes = Array.from({ length: 101 }, (_, i) => ({ mu: [i, 2 * i] }));
  const { center, half_width: half } = crowdExtent([...codes, { mu: [9000, -9000] }], 0.9);
  assert.ok(center.every((value, axis) => Math.abs(value - [50, 100][axis]) < 3));
  assert.ok(half > 90 && half < 110, `${half}`);
});
