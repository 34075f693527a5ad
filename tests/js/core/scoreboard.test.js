import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { across, roundUp, stepPlot, upward } from "../../../static/charts/step_plot.js";
import { LINES, figureAt, winner } from "../../../static/core/scoreboard.js";

const shipped = Object.fromEntries(
  ["ae-2d", "vae-2d"].map((id) => [
    id,
    JSON.parse(readFileSync(new URL(`../../../model/zoo/${id}/metrics.json`, import.meta.url), "utf-8")),
  ]),
);
const figure = (low, high) => ({ value: (low + high) / 2, low, high });

test("only intervals that lie apart name a winner", () => {
  assert.equal(winner(figure(1, 2), figure(3, 4), "low"), "ae");
  assert.equal(winner(figure(1, 2), figure(3, 4), "high"), "vae");
  assert.equal(winner(figure(3, 4), figure(1, 2), "low"), "vae");
  assert.equal(winner(figure(1, 3), figure(2, 4), "low"), null);
  assert.equal(winner(null, figure(2, 4), "low"), null);
});

test("every line of the scoreboard was measured in both shipped twins", () => {
  for (const metrics of Object.values(shipped)) {
    for (const { path } of LINES) {
      const { value, low, high } = figureAt(metrics, path);
      assert.ok(low <= value && value <= high, path);
    }
  }
  assert.equal(figureAt({}, LINES[0].path), null);
});

test("a line says the length of the step that its path points at", () => {
  const steps = shipped["vae-2d"].nearness;
  const pointed = { kept_sd: 0.1, kept_mad: 0.1, kept_far: 1, change: 0.1 };
  for (const [name, step] of Object.entries(pointed)) {
    const path = LINES.find((line) => line.name === name).path.split(".");
    assert.equal(steps[path[1]][path[2]].step, step);
  }
});

test("equal ratios of steps lie equally far apart, and values grow upward from the axis", () => {
  const steps = [0.1, 1, 10];
  assert.ok(Math.abs(across(1, steps) - (across(0.1, steps) + across(10, steps)) / 2) < 1e-9);
  assert.ok(upward(0, 1) > upward(0.5, 1) && upward(0.5, 1) > upward(1, 1));
  assert.equal(upward(2, 4), upward(0.5, 1));
});

test("the plot's top is a round number not below the data", () => {
  assert.deepEqual(
    [0.034, 0.052, 0.8, 1, 0.0999].map((v) => Number(roundUp(v).toPrecision(6))),
    [0.04, 0.08, 0.8, 1, 0.1],
  );
});

test("a plot draws every point of both curves and names itself", () => {
  const curve = [0.05, 0.1, 0.2].map((step) => ({ step, figure: figure(step, step * 1.1) }));
  const svg = stepPlot({ ae: curve, vae: curve }, { name: "kept", xLabel: "step", number: String, step: String });
  assert.equal(svg.match(/<rect/g).length, 3);
  assert.equal(svg.match(/<circle/g).length, 3);
  assert.match(svg, /role="img" aria-label="kept"/);
});
