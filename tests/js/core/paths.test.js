import assert from "node:assert/strict";
import { test } from "node:test";
import { NEIGHBOURS, asDirections, evenDirections, places, ring } from "../../../static/core/ring.js";
import { STEPS, resample, slerp, straight, times } from "../../../static/core/paths.js";

const near = (a, b, tolerance = 1e-9) =>
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < tolerance, `${a} is not ${b}`));

test("a ring is at one distance in sd of each axis", () => {
  const [center, ...codes] = ring([1, 2], 0.5, [2, 4], evenDirections);
  assert.deepEqual(center, [1, 2]);
  assert.equal(codes.length, NEIGHBOURS);
  for (const [x, y] of codes) assert.ok(Math.abs(Math.hypot((x - 1) / 2, (y - 2) / 4) - 0.5) < 1e-12);
});

test("each neighbour stands where its direction points", () => {
  evenDirections.forEach(([x, y], i) => {
    const [row, column] = places[i];
    const [right, up] = [column - 3, 3 - row];
    assert.ok((x * right + y * up) / Math.hypot(right, up) > 0.99, `place ${i}`);
  });
  assert.equal(new Set(places.map(String)).size, NEIGHBOURS);
});

test("draws become directions", () => near(asDirections([[3, 4]])[0], [0.6, 0.8]));

test("a walk goes from one end to the other, or beyond both", () => {
  assert.equal(times(false).length, STEPS + 1);
  near([times(false)[0], times(false)[STEPS]], [0, 1]);
  near([times(true)[0], times(true)[STEPS]], [-0.25, 1.25]);
  near(straight([0, 0], [2, 4], [0.5])[0], [1, 2]);
  near(straight([0, 0], [2, 4], [1.25])[0], [2.5, 5]);
});

test("a great circle keeps its radius, and its ends", () => {
  const walk = slerp([1, 0, 0], [0, 1, 0], times(false));
  for (const z of walk) assert.ok(Math.abs(Math.hypot(...z) - 1) < 1e-9);
  near(walk[0], [1, 0, 0]);
  near(walk[STEPS], [0, 1, 0]);
  near(walk[STEPS / 2], [Math.SQRT1_2, Math.SQRT1_2, 0]);
});

test("where radii differ they change evenly, and where there is no circle the line is straight", () => {
  assert.ok(Math.abs(Math.hypot(...slerp([1, 0], [0, 3], [0.5])[0]) - 2) < 1e-9);
  near(slerp([1, 1], [2, 2], [0.5])[0], [1.5, 1.5]);
  near(slerp([0, 0], [2, 2], [0.5])[0], [1, 1]);
});

test("a drawn line is gone along at one pace", () => {
  const walk = resample([
    [0, 0],
    [1, 0],
    [1, 0],
    [1, 3],
  ]);
  assert.equal(walk.length, STEPS + 1);
  near(walk[0], [0, 0]);
  near(walk[STEPS / 4], [1, 0]);
  near(walk[STEPS], [1, 3]);
  const steps = walk.slice(1).map((z, i) => Math.hypot(z[0] - walk[i][0], z[1] - walk[i][1]));
  near(steps, Array(STEPS).fill(4 / STEPS));
});

test("a line of one point, or that never moves, stays there", () => {
  assert.ok(resample([[1, 2]]).every(([x, y]) => x === 1 && y === 2));
  assert.ok(
    resample([
      [1, 2],
      [1, 2],
    ]).every(([x, y]) => x === 1 && y === 2),
  );
  near(
    resample([
      [1, 2],
      [1, 2],
      [1, 2],
      [3, 2],
    ])[0],
    [1, 2],
  );
  near(
    resample([
      [1, 2],
      [1, 2],
      [3, 2],
      [3, 2],
    ])[STEPS],
    [3, 2],
  );
});
