import assert from "node:assert/strict";
import { test } from "node:test";

import { formatPast, parsePast } from "../../../static/core/past_link.js";
import { parseTraining } from "../../../static/core/training_link.js";

test("a moment is told by a link, and read from it", () => {
  const told = { model: "small-vae-2d", place: 5 };
  assert.deepEqual(parsePast(formatPast(told)), told);
});

test("without a model or a place it is the first", () => {
  assert.deepEqual(parsePast("past"), { model: "", place: 0 });
});

test("a training is no moment, and a moment no training", () => {
  assert.equal(parsePast("fair_0_2_b_1_0.002_1,10"), undefined);
  assert.equal(parsePast("past,vae,-1"), undefined);
  assert.equal(parseTraining("past,vae,5"), undefined);
});
