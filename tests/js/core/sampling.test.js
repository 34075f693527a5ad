import assert from "node:assert/strict";
import { test } from "node:test";
import { temperedCodes } from "../../../static/core/sampling.js";

test("a temperature moves draws away from μ or towards it", () => {
  const draws = {
    mu: [1, -2],
    z: [
      [3, -1],
      [0, -2],
    ],
  };
  assert.deepEqual(temperedCodes(draws, 1), draws.z);
  assert.deepEqual(temperedCodes(draws, 0), [
    [1, -2],
    [1, -2],
  ]);
  assert.deepEqual(temperedCodes(draws, 2), [
    [5, 0],
    [-1, -2],
  ]);
});
