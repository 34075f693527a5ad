import assert from "node:assert/strict";
import { test } from "node:test";
import { beginStroke, completed, crossings } from "../../../static/core/drawn_curve.js";

const PLACES = 5;

/** What a stroke through these spots leaves at each place. @param {[number, number][]} spots */
function drawn(...spots) {
  const [draw, left] = [beginStroke(PLACES), Array(PLACES).fill(null)];
  for (const [at, value] of spots) for (const point of draw({ at, value })) left[point.i] = point.value;
  return left;
}
/** A straight line, as a pointer reports it. @param {[number, number]} from @param {[number, number]} to @param {number} reports */
const line = ([a, high], [b, low], reports) =>
  Array.from({ length: reports + 1 }, (_, n) => [a + ((b - a) * n) / reports, high + ((low - high) * n) / reports]);

test("a stroke has a height at each place that it crosses, in either direction", () => {
  assert.deepEqual(crossings({ at: 1, value: 10 }, { at: 3, value: 20 }), [
    { i: 1, value: 10 },
    { i: 2, value: 15 },
    { i: 3, value: 20 },
  ]);
  assert.deepEqual(crossings({ at: 2.5, value: 0 }, { at: 0.5, value: 4 }), [
    { i: 2, value: 1 },
    { i: 1, value: 3 },
  ]);
  assert.deepEqual(crossings({ at: 0.4, value: 0 }, { at: 0.6, value: 9 }), []);
});

test("a place has the height of the line where it crosses it, however often the pointer reports", () => {
  for (const reports of [1, 7, 40, 400]) {
    const found = drawn(...line([-0.4, 94], [4.4, 22], reports));
    found.forEach((value, i) =>
      assert.ok(Math.abs(value - (88 - 15 * i)) < 1e-9, `${reports} reports: ${value} at ${i}`),
    );
    const back = drawn(...line([4.4, 22], [-0.4, 94], reports));
    back.forEach((value, i) => assert.ok(Math.abs(value - (88 - 15 * i)) < 1e-9, `back, ${reports}: ${value} at ${i}`));
  }
});

test("where a line is drawn anew over a place, the newest height stays", () => {
  assert.deepEqual(drawn([0, 10], [2, 10], [2, 30], [0, 30]), [30, 30, 30, null, null]);
});

test("a place that a stroke comes near to, without crossing it, has the height of its end", () => {
  const rounded = drawn(...line([0.3, 80], [3.6, 20], 33)).map(Math.round);
  assert.deepEqual(rounded, [80, 67, 49, 31, 20]);
});

test("a point pressed, or dragged up and down, follows the pointer", () => {
  assert.deepEqual(drawn([1.2, 7]), [null, 7, null, null, null]);
  assert.deepEqual(drawn([0.9, 7], [1.1, 40], [1.1, 90]), [null, 90, null, null, null]);
  assert.deepEqual(drawn([-0.9, 5]), [5, null, null, null, null], "beyond the first there is none");
});

test("missing points take the height of the nearest, and those that are there stay", () => {
  assert.deepEqual(completed([null, 5, null, null, 0]), [5, 5, 5, 0, 0]);
  assert.deepEqual(completed([0, 1]), [0, 1]);
});
