import assert from "node:assert/strict";
import { test } from "node:test";
import { across, roundUp, stepCurves, upward } from "../../../static/charts/step_curves.js";

const figure = (low, high) => ({ value: (low + high) / 2, low, high });

test("equal ratios of steps lie equally far apart, and values grow upward from the axis", () => {
  const steps = [0.1, 1, 10];
  assert.ok(Math.abs(across(1, steps) - (across(0.1, steps) + across(10, steps)) / 2) < 1e-9);
  assert.ok(upward(0, 1) > upward(0.5, 1) && upward(0.5, 1) > upward(1, 1));
  assert.equal(upward(2, 4), upward(0.5, 1));
});

test("the plot's top is a round number not below the data", () => {
  assert.deepEqual(
    [0.034, 0.052, 0.8, 1, 0.0999, 0].map((v) => Number(roundUp(v).toPrecision(6))),
    [0.04, 0.08, 0.8, 1, 0.1, 1],
  );
});

test("a plot draws every point of both curves and names itself", () => {
  const curve = [0.05, 0.1, 0.2].map((step) => ({ step, figure: figure(step, step * 1.1) }));
  const svg = stepCurves({ ae: curve, vae: curve }, { name: "kept", xLabel: "step", number: String, step: String });
  assert.equal(svg.match(/<rect/g).length, 3);
  assert.equal(svg.match(/<circle/g).length, 3);
  assert.match(svg, /role="img" aria-label="kept"/);
});
