import assert from "node:assert/strict";
import { test } from "node:test";
import { alongAxes, axesAlong, beside, onto, placeOn, widestPlane } from "../../../static/core/plane.js";
import { inWorld, isNear, nearness, offPlane, rangesOn, spreadOn } from "../../../static/core/plane_map.js";
import { ellipse } from "../../../static/core/viewport.js";

const EXTENT = { center: /** @type {[number, number]} */ ([0, 0]), half_width: 2 };
const [A, B] = [Math.SQRT1_2, 0.5];
/** Between all axes of four. */
const SLANTED = { along: [[A, A, 0, 0], [B, -B, B, B]], extent: EXTENT, sd: [1, 1] }; // prettier-ignore
const AXES = { ...SLANTED, along: alongAxes([3, 1], 4) };
const Z = [0.3, -1.2, 0.7, 0.1];
const near = (a, b, reach = 1e-12) =>
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < reach, `${a}, not ${b}`));

test("a place's code has that place, and what lies beside the plane stays", () => {
  for (const plane of [SLANTED, AXES]) {
    const z = onto(plane, Z)([0.4, -0.9]);
    near(placeOn(plane, z), [0.4, -0.9]);
    near(beside(plane, z), beside(plane, Z));
    near(onto(plane, Z)(placeOn(plane, Z)), Z);
  }
});

test("along axes, places are coordinates, to the last bit", () => {
  assert.deepEqual(placeOn(AXES, Z), [0.1, -1.2]);
  assert.deepEqual(onto(AXES, Z)([1 / 3, 0.1 + 0.2]), [0.3, 0.1 + 0.2, 0.7, 1 / 3]);
  assert.deepEqual([axesAlong(AXES), axesAlong(SLANTED)], [[3, 1], null]);
  assert.equal(axesAlong({ along: [[1, 0.003, 0], [0, 0, 1]] }), null, "a little slanted"); // prettier-ignore
});

test("in two dimensions the plane is the whole space", () => {
  const plane = widestPlane({ extent: EXTENT, sd: [1, 2] });
  assert.deepEqual(onto(plane, [9, 9])([1 / 3, -5]), [1 / 3, -5]);
  assert.deepEqual(beside(plane, [0.1, 7]), [0, 0]);
  assert.equal(offPlane(plane, [5, 5], [1, 2])([0.1, -7]), 0);
});

test("a z beyond the map's edge is moved to it along the plane; one within stays as it is", () => {
  assert.equal(inWorld(Z, SLANTED), Z);
  const z = inWorld([9, 9, 1, 0], SLANTED);
  near(placeOn(SLANTED, z), [2, 0.5]);
  near(beside(SLANTED, z), beside(SLANTED, [9, 9, 1, 0]));
  for (const wrong of [null, [1, 2], [0, 0, 1e7, 0]]) assert.deepEqual(inWorld(wrong, AXES), [0, 0, 0, 0]);
});

test("a distribution spreads over the plane as draws from it do", () => {
  const sigma = [1, 0.5, 2, 0.1];
  const { widths, correlation } = spreadOn(SLANTED, sigma);
  const shared = (u, v) => u.reduce((sum, value, i) => sum + value * v[i] * sigma[i] ** 2, 0);
  const [u, v] = SLANTED.along;
  near(
    [widths[0] ** 2, widths[1] ** 2, correlation * widths[0] * widths[1]],
    [shared(u, u), shared(v, v), shared(u, v)],
  );
  assert.ok(Math.abs(correlation) > 0.1);
  assert.deepEqual(spreadOn(AXES, sigma), { widths: [0.1, 0.5], correlation: 0 });
  assert.deepEqual(spreadOn(AXES, [0, 0, 0, 0]), { widths: [0, 0], correlation: 0 });
});

test("its outline is where the distribution is one σ away in every direction", () => {
  const [[sxx, sxy], syy] = [[4, 1.2], 1];
  for (const [y, x] of ellipse([0, 0], [2, 1], 0.6)) {
    const square = (syy * x * x - 2 * sxy * x * y + sxx * y * y) / (sxx * syy - sxy ** 2);
    assert.ok(Math.abs(square - 1) < 1e-12);
  }
});

test("codes are as far off the plane as they lie across it, and fade with that", () => {
  const away = offPlane(AXES, Z, [2, 2, 2, 2]);
  assert.equal(away([0.3, 5, 0.7, -8]), 0);
  near([away([0.3 + 3, 0, 0.7 + 4, 0])], [2.5]);
  assert.deepEqual([nearness(0), isNear(0), isNear(4)], [1, true, false]);
  assert.ok(nearness(1) > nearness(2) && nearness(4) < 0.05);
});

test("sliders span what the map shows of their axes, else the whole of it", () => {
  const shown = /** @type {[number, number][]} */ ([[-1, 1], [0, 0.5]]); // prettier-ignore
  const model = { extent: { center: /** @type {[number, number]} */ ([1, 0]), half_width: 3 } };
  assert.deepEqual(rangesOn(AXES, shown, model), [[-2, 4], [0, 0.5], [-3, 3], [-1, 1]]); // prettier-ignore
  assert.deepEqual(rangesOn(SLANTED, shown, model), [[-2, 4], [-3, 3], [-3, 3], [-3, 3]]); // prettier-ignore
});
