import assert from "node:assert/strict";
import { test } from "node:test";

import { appended } from "../../../static/core/thinned.js";

test("a series that grows keeps few points, evenly apart, its first and its newest", () => {
  /** @type {{step: number}[]} */
  let points = [];
  for (let step = 0; step <= 5000; step += 5) {
    points = appended(points, { step }, 40);
    assert.ok(points.length <= 40);
    assert.equal(points[0].step, 0);
    assert.equal(points.at(-1)?.step, step);
  }
  const gaps = points.slice(1).map(({ step }, i) => step - points[i].step);
  assert.ok(points.length > 15, "most of the room is used");
  assert.ok(Math.max(...gaps) <= 600, "and no stretch is lost");
});

test("few points all stay", () => {
  assert.deepEqual(appended([{ step: 1 }], { step: 2 }), [{ step: 1 }, { step: 2 }]);
});
