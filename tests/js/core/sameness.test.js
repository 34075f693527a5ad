import assert from "node:assert/strict";
import { test } from "node:test";
import { sameness } from "../../../static/core/sameness.js";

const around = (width, far = 7) => [-1, 1].map((side) => [far + side * width, side * width]);

test("draws are alike at μ, of a narrow posterior, or of a decoder that paints alike", () => {
  assert.equal(sameness(around(0), [1, 1]), "at_mu");
  assert.equal(sameness(around(0.02), [1, 1]), "narrow");
  assert.equal(sameness(around(0.4), [1, 1]), "decoded");
});

test("how far apart they are counts in sd of all codes", () => {
  assert.equal(sameness(around(0.4), [9, 9]), "narrow");
  assert.equal(sameness(around(0.02), [0.05, 0.05]), "decoded");
});
