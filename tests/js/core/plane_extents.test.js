import assert from "node:assert/strict";
import { test } from "node:test";
import { crowdExtent, zoomedTo } from "../../../static/core/plane_extents.js";

test("a crowd's square leaves out the outermost on each axis, and has a margin", () => {
  const codes = Array.from({ length: 101 }, (_, i) => ({ mu: [i, 2 * i] }));
  const { center, half_width: half } = crowdExtent([...codes, { mu: [9000, -9000] }], 0.9);
  assert.ok(center.every((value, axis) => Math.abs(value - [50, 100][axis]) < 3));
  assert.ok(half > 90 && half < 110, `${half}`);
});

test("a zoom begins with the whole and ends around the place, which is in sight all the way", () => {
  const whole = { center: [1, 2], half_width: 4 };
  const place = [4.5, -1.5];
  const at = (part) => zoomedTo(whole, place, { part, last: 0.25 });
  assert.deepEqual(at(1), whole);
  assert.deepEqual(at(0.25), { center: place, half_width: 1 });
  for (const part of [0.9, 0.6, 0.3]) {
    const { center, half_width: half } = at(part);
    assert.ok(
      place.every((value, axis) => Math.abs(value - center[axis]) <= half),
      `${part}`,
    );
  }
});
