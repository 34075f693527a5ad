import assert from "node:assert/strict";
import { test } from "node:test";
import { drawIndicatrices, semiAxes } from "../../../static/map/indicatrices.js";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-12, `${found}, not ${wanted}`);

test("where fifteen pixels change in each sd an ellipse would fill its cell, and where more, it is smaller", () => {
  assert.deepEqual(semiAxes(30, 30), [0.5, 0.5]);
  const [short, long] = semiAxes(60, 20);
  near(short, 0.25);
  near(long, 0.75);
});

test("one that is wider than its cell keeps its shape", () => {
  const [short, long] = semiAxes(10, 5);
  near(long, 0.94);
  near(short / long, 0.5);
});

test("where nothing changes, and where nothing changes across, there still is one", () => {
  assert.deepEqual(semiAxes(0, 0), [0.94, 0.94]);
  const [short, long] = semiAxes(40, 0);
  near(long, 0.94);
  near(short / long, 0.04);
});

test("each cell has one in its middle, turned against the canvas's own direction", () => {
  const drawn = [];
  const context = { beginPath() {}, stroke() {}, ellipse: (...given) => drawn.push(given) };
  globalThis.devicePixelRatio = 1;
  const canvas = { getContext: () => context };
  drawIndicatrices("vae")(canvas, { cells: 2, most: [30, 30, 30, 30], least: [30, 30, 30, 15], turn: [0, 0, 0, 0.3] });
  assert.equal(canvas.width, 256);
  const middles = drawn.map(([x, y]) => `${x} ${y}`);
  assert.deepEqual(middles, ["64 64", "192 64", "64 192", "192 192"]);
  assert.equal(drawn[3][4], -0.3);
  const [, , along, across] = drawn[3]; // in the direction of most change the ellipse is short
  near(along, 0.47 * 64);
  near(across, 0.94 * 64);
});
