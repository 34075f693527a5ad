import assert from "node:assert/strict";
import { test } from "node:test";
import { bell } from "../../../static/charts/bell.js";

/** The corners of an SVG path. */
const corners = (path) =>
  path
    .slice(1, -1)
    .split("L")
    .map((corner) => corner.split(",").map(Number));

test("a bell is a closed curve with its top above μ", () => {
  const path = bell(1, 0.5);
  assert.match(path, /^M[\d.,L-]+Z$/);
  const points = corners(path);
  const top = points.reduce((a, b) => (b[1] < a[1] ? b : a));
  assert.deepEqual(top, [((1 + 4) / 8) * 200, 3]);
  assert.ok(points[0][1] > 43 && points[points.length - 1][1] > 43, "its ends lie on the ground");
});

test("a bell falls to e^(-1/2) one σ away, on both sides", () => {
  const points = corners(bell(-0.5, 0.8));
  for (const value of [-0.5 - 0.8, -0.5 + 0.8]) {
    const x = ((value + 4) / 8) * 200;
    const nearest = points.reduce((a, b) => (Math.abs(b[0] - x) < Math.abs(a[0] - x) ? b : a));
    assert.ok(Math.abs(nearest[1] - (44 - 41 * Math.exp(-0.5))) < 0.05, `${nearest}`);
  }
});

test("a bell three times as wide is three times as wide", () => {
  const width = (sigma) => {
    const xs = corners(bell(0, sigma)).map(([x]) => x);
    return Math.max(...xs) - Math.min(...xs);
  };
  assert.ok(Math.abs(width(0.9) - 3 * width(0.3)) < 0.05);
});
