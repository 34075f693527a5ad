import assert from "node:assert/strict";
import { test } from "node:test";
import { LIMIT, extend, isFull, toRows } from "../../../static/core/strokes.js";

const stroke = (...points) => ({ pen: 2, points });

test("a stroke grows by points that are not all but the same", () => {
  const drawing = [stroke([0, 0]), stroke([0.5, 0.5])];
  const longer = extend(drawing, [
    [0.502, 0.5],
    [0.51, 0.5],
    [0.52, 0.5],
  ]);
  assert.deepEqual(longer[1].points, [
    [0.5, 0.5],
    [0.51, 0.5],
    [0.52, 0.5],
  ]);
  assert.equal(longer[0], drawing[0]);
  assert.equal(extend(drawing, [[0.501, 0.5]]), drawing, "nothing changed");
});

test("rows say where a stroke begins", () => {
  assert.deepEqual(toRows([stroke([0.1, 0.2], [0.3, 0.4]), { pen: 3, points: [[0.5, 0.6]] }]), [
    [0.1, 0.2, -2],
    [0.3, 0.4, 2],
    [0.5, 0.6, -3],
  ]);
});

test("a pad is full at its limit, and not beyond", () => {
  const zigzag = Array.from({ length: 2 * LIMIT }, (_, i) => [i % 2, 0]);
  const full = extend([stroke([0.5, 0.5])], zigzag);
  assert.equal(full[0].points.length, LIMIT);
  assert.ok(isFull(full));
  assert.ok(!isFull([stroke([0, 0])]));
});
