import assert from "node:assert/strict";
import { test } from "node:test";
import { tileCodes } from "../../../static/core/tile_codes.js";

const EXTENT = { center: /** @type {[number, number]} */ ([1, -1]), half_width: 4 };

test("the whole extent is one tile, row by row from the top left, z₁ upwards", () => {
  const codes = tileCodes(EXTENT, { z: 0, x: 0, y: 0 }, 2, [0, 0]);
  assert.deepEqual(codes, [
    [-1, 1],
    [3, 1],
    [-1, -3],
    [3, -3],
  ]);
});

test("a tile deeper is a quarter of it, and other axes are those of the code that the plane goes through", () => {
  const codes = tileCodes(EXTENT, { z: 1, x: 1, y: 0 }, 1, [9, 9, 0.5, -2]);
  assert.deepEqual(codes, [[3, 1, 0.5, -2]]);
});
