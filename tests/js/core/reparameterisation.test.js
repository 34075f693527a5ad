import assert from "node:assert/strict";
import { test } from "node:test";
import { samplesOf, sigmaInTwin } from "../../../static/core/reparameterisation.js";

test("a sample is μ + σ·ε, and in the twin lies as many of its own sd away", () => {
  const epsilons = [
    [0, 0],
    [1, -2],
  ];
  assert.deepEqual(samplesOf([1, 2], [0.5, 0.25], epsilons), [
    [1, 2],
    [1.5, 1.5],
  ]);
  assert.deepEqual(sigmaInTwin([0.5, 0.25], { vae: { sd: [1, 0.5] }, ae: { sd: [10, 2] } }), [5, 1]);
});
