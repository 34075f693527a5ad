import assert from "node:assert/strict";
import { test } from "node:test";
import { valuesOver } from "../../../static/core/grid_values.js";

const EXTENT = { center: [1, -2], half_width: 2 };
/** A plane, which straight lines between nodes keep: x + 10 y. */
const VALUES = Array.from({ length: 25 }, (_, node) => -1 + (node % 5) + 10 * (-4 + Math.floor(node / 5)));
const at = valuesOver(EXTENT, VALUES);

test("at the nodes a grid has its numbers, and between them what lies on the straight lines", () => {
  for (const [x, y] of [
    [-1, -4],
    [3, 0],
    [1, -2],
    [0.25, -3.5],
    [2.9, -0.1],
  ])
    // prettier-ignore
    assert.ok(Math.abs(at([x, y]) - (x + 10 * y)) < 1e-9, `${x}, ${y}: ${at([x, y])}`);
});

test("beyond the grid the border goes on", () => {
  assert.equal(at([9, 0]), at([3, 0]));
  assert.equal(at([-9, -9]), at([-1, -4]));
});
