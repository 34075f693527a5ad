import assert from "node:assert/strict";
import { test } from "node:test";
import { tilePlaces } from "../../../static/core/tile_places.js";

const EXTENT = { center: /** @type {[number, number]} */ ([1, -1]), half_width: 4 };

test("the whole extent is one tile, row by row from the top left, z₁ upwards", () => {
  assert.deepEqual(tilePlaces(EXTENT, { z: 0, x: 0, y: 0 }, 2), [
    [-1, 1],
    [3, 1],
    [-1, -3],
    [3, -3],
  ]);
});

test("a tile deeper is a quarter of it", () => {
  assert.deepEqual(tilePlaces(EXTENT, { z: 1, x: 1, y: 0 }, 1), [[3, 1]]);
});
