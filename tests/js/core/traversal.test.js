import assert from "node:assert/strict";
import { test } from "node:test";
import {
  along,
  change,
  END,
  nearestStep,
  placeOn,
  ranges,
  sdOn,
  stepAt,
  STEPS,
  swung,
} from "../../../static/core/traversal.js";

const AXIS = { index: 1, held: 1, middle: 10, reach: 2, isDead: false };

test("a strip moves one axis, from −2 to 2 sd around the codes' mean", () => {
  const codes = along([1, 2, 3], AXIS);
  assert.equal(codes.length, 9);
  assert.deepEqual(
    [codes[0], codes[4], codes[8]],
    [
      [1, 6, 3],
      [1, 10, 3],
      [1, 14, 3],
    ],
  );
});

test("a place on an axis is found again from its sd", () => {
  assert.equal(sdOn(AXIS, placeOn(AXIS, 1.25)), 1.25);
});

test("each image stands for the part of the strip on which it lies", () => {
  STEPS.forEach((sd, i) => {
    assert.equal(stepAt((i + 0.5) / STEPS.length), i);
    assert.equal(nearestStep(sd), i);
  });
  assert.deepEqual([nearestStep(-9), nearestStep(9), stepAt(1)], [0, 8, 8]);
  assert.deepEqual([STEPS[0], STEPS[8]], [-END, END]);
});

test("what changes is how far each value goes, over the image or a part of it", () => {
  const image = (/** @type {number} */ corner) => Uint8Array.from({ length: 100 }, (_, i) => (i === 0 ? corner : 7));
  const range = ranges([image(0), image(255), image(100)]);
  assert.deepEqual([range[0], range[1]], [255, 0]);
  const shape = { side: 10, channels: 1 };
  assert.ok(Math.abs(change(range, shape, null) - 0.01) < 1e-12);
  assert.equal(change(range, shape, { x: 0.9, y: 0.9 }), 0);
  assert.ok(change(range, shape, { x: 0.05, y: 0.05 }) > 0.1);
});

test("in colour a part holds all values of its pixels", () => {
  const range = new Uint8Array(300);
  range.fill(255, 0, 3);
  const part = change(range, { side: 10, channels: 3 }, { x: 0.05, y: 0.05 });
  const grey = change(
    Uint8Array.from({ length: 100 }, (_, i) => (i ? 0 : 255)),
    { side: 10, channels: 1 },
    { x: 0.05, y: 0.05 },
  );
  assert.equal(part, grey);
});

test("a swing goes to the end and back", () => {
  assert.deepEqual([0, 1, 8, 9, 15, 16].map(swung), [0, 1, 8, 7, 1, 0]);
});
