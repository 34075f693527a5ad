import assert from "node:assert/strict";
import { test } from "node:test";
import { digitOf } from "../../../static/engine/strokes.js";

const drawing = (...points) => new Float32Array(points.flat());

/** A digit (784) of the two rows in the middle, each of these levels from a column on. */
function middle(column, levels) {
  const digit = new Uint8Array(784);
  for (const row of [13, 14]) digit.set(levels, row * 28 + column);
  return digit;
}

test("a dot is a disc, and its centre, between two pixels, goes to the even one of the places beside it", () => {
  assert.deepEqual(digitOf(drawing([0.3, 0.9, -2])), middle(13, [255, 255]));
});

test("a level line has round ends, 52 of 64 fine pixels in each pixel of theirs", () => {
  const line = digitOf(drawing([0, 0.5, -2], [1, 0.5, 2]));
  assert.deepEqual(line, middle(4, [207, ...Array(18).fill(255), 207]));
});

test("a line drawn backwards, or over again, is the same", () => {
  const line = digitOf(drawing([0.2, 0.3, -2.7], [0.75, 0.1, 2.7], [0.4, 0.8, 2.7]));
  assert.deepEqual(digitOf(drawing([0.4, 0.8, -2.7], [0.75, 0.1, 2.7], [0.2, 0.3, 2.7])), line);
  const again = [0.75, 0.1, 2.7];
  assert.deepEqual(digitOf(drawing([0.2, 0.3, -2.7], again, again, [0.2, 0.3, 2.7], again, [0.4, 0.8, 2.7])), line);
});

test("a stroke begins without a line to it, whatever the pen of a drawing's first point says", () => {
  const dots = digitOf(drawing([0, 0.5, -2], [1, 0.5, -2]));
  assert.deepEqual(dots, middle(4, [255, 255, ...Array(16).fill(0), 255, 255]));
  assert.deepEqual(digitOf(drawing([0, 0.5, 2], [1, 0.5, -2])), dots);
});

test("what the server refuses is an error", () => {
  const far = [
    [2.5, 0, 2],
    [0, -2.5, 2],
    [NaN, 0, 2],
  ];
  const wide = [0, 9, -0.4, NaN].map((pen) => [0.5, 0.5, pen]);
  for (const point of [...far, ...wide])
    assert.throws(() => digitOf(drawing([0, 0, -2], point)), /^RangeError: point 1 /);
  for (const numbers of [0, 4, 3 * 4097])
    assert.throws(() => digitOf(new Float32Array(numbers)), /^RangeError: a drawing/);
  digitOf(new Float32Array(3 * 4096).fill(2));
  digitOf(drawing([-2, 2, -0.5], [2, -2, 8]));
});
