import assert from "node:assert/strict";
import { test } from "node:test";
import { covariance, eigen, means } from "../../../static/core/linear_algebra.js";
import { beside } from "../../../static/core/plane.js";
import { cloudOf, directionsOf, holding, planeAlong, shownShare } from "../../../static/core/plane_directions.js";
import { principalAxes } from "../../../static/core/principal_axes.js";

let seed = 1;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
/** Two classes of five axes, apart on the last one; the first is the widest, the fourth a mere point. */
const CODES = Array.from({ length: 200 }, (_, i) => ({
  label: i % 2,
  mu: [6 * random(), 4 * random(), 0.5 * random(), 0, 0.3 * random() + (i % 2)],
}));
const CLOUD = cloudOf(CODES);
const product = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

function isOrthonormal([u, v]) {
  for (const [found, wanted] of [
    [product(u, u), 1],
    [product(v, v), 1],
    [product(u, v), 0],
  ])
    // prettier-ignore
    assert.ok(Math.abs(found - wanted) < 1e-4, `${found}, not ${wanted}`);
}

test("any chosen plane has orthonormal directions", () => {
  for (const [kind, of] of [
    ["axes", [4, 2]],
    ["pca", [1, 2]],
    ["pca", [3, 5]],
    ["images", [0, 1, 2]],
    ["classes", [1, 0]],
  ])
    // prettier-ignore
    isOrthonormal(directionsOf({ kind, of }, CLOUD).along);
});

test("principal axes are those of Jacobi's method, and as wide, in any number of dimensions", () => {
  for (const d of [1, 2, 3, 17]) {
    const rows = Array.from({ length: 40 }, () => Array.from({ length: d }, (_, i) => random() * (i + 1)));
    const matrix = covariance(rows, means(rows));
    const { variances, axes } = principalAxes(matrix);
    const expected = eigen(matrix).values.sort((a, b) => b - a);
    variances.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-10));
    axes.forEach((u, i) => {
      matrix.forEach((row, k) => assert.ok(Math.abs(product(row, u) - variances[i] * u[k]) < 1e-10));
      assert.ok(u.find((value) => Math.abs(value) === Math.max(...u.map(Math.abs))) > 0, "upright");
    });
  }
});

test("codes in one place have principal axes too", () => {
  const { variances, axes } = principalAxes([[0, 0, 0], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
  assert.deepEqual(variances, [0, 0, 0]);
  isOrthonormal([axes[0], axes[1]]);
});

test("a single code has principal axes too, and spans planes", () => {
  const one = cloudOf(CODES.slice(0, 1));
  assert.deepEqual(one.covariance().flat(), Array(25).fill(0));
  isOrthonormal(directionsOf({ kind: "pca", of: [1, 2] }, one).along);
});

test("the first two principal axes hold more than any other plane, and the share says how much", () => {
  const share = (kind, of) => shownShare(directionsOf({ kind, of }, CLOUD).along, CLOUD);
  assert.ok(share("pca", [1, 2]) > share("axes", [0, 1]) && share("axes", [0, 1]) > share("axes", [2, 4]));
  assert.equal(share("axes", [3, 2]) + share("axes", [0, 1]) < 1, true);
  const [first, second] = CLOUD.shares();
  assert.ok(Math.abs(first + second - share("pca", [1, 2])) < 1e-4);
});

test("the plane through three images holds all three", () => {
  const { along, spare } = directionsOf({ kind: "images", of: [3, 40, 77] }, CLOUD);
  const [a, ...others] = [3, 40, 77].map((i) => beside({ along }, CODES[i].mu));
  for (const other of others) other.forEach((value, i) => assert.ok(Math.abs(value - a[i]) < 1e-3));
  assert.equal(spare, false);
});

test("its map begins with all three in sight, and the dense part of the codes", () => {
  const codes = [CODES[0].mu, [40, 0, 0, 0, 0]];
  const plane = planeAlong([[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]], CLOUD.mu); // prettier-ignore
  const { center, half_width: half } = holding(plane, codes, CLOUD.mu);
  for (const code of [...codes, [-2, -1, 0, 0, 0], [2, 1, 0, 0, 0]])
    [0, 1].forEach((axis) => assert.ok(Math.abs(code[axis] - center[axis]) < half));
  assert.ok(holding(plane, [[0, 0, 0, 0, 0]], CLOUD.mu).half_width < 4);
});

test("where three images lie on one line, or in one place, the widest direction across fills in", () => {
  for (const of of [
    [3, 40, 40],
    [5, 5, 5],
  ]) {
    // prettier-ignore
    const { along, spare } = directionsOf({ kind: "images", of }, CLOUD);
    isOrthonormal(along);
    assert.equal(spare, true);
  }
  const { along } = directionsOf({ kind: "images", of: [5, 5, 5] }, CLOUD);
  assert.ok(Math.abs(along[0][0]) > 0.99 && Math.abs(along[1][1]) > 0.99);
});

test("classes are told apart along the axis where they differ, from the first to the second", () => {
  const { along, spare } = directionsOf({ kind: "classes", of: [0, 1] }, CLOUD);
  assert.ok(along[0][4] > 0.99 && Math.abs(along[1][0]) > 0.99, String(along));
  assert.equal(spare, false);
  assert.ok(directionsOf({ kind: "classes", of: [1, 0] }, CLOUD).along[0][4] < -0.99);
});

test("a plane's map holds all codes, with a step of 1 that is never 0", () => {
  for (const axes of [
    [0, 1],
    [2, 3],
    [3, 2],
  ]) {
    // prettier-ignore
    const { along } = directionsOf({ kind: "axes", of: axes }, CLOUD);
    const { extent, sd } = planeAlong(along, CLOUD.mu);
    for (const { mu } of CODES)
      axes.forEach((axis, i) => assert.ok(Math.abs(mu[axis] - extent.center[i]) <= extent.half_width));
    assert.ok(Math.min(...sd) > 0);
  }
});

test("codes in one place have a map three steps around them", () => {
  const point = Array(9).fill([5, 5, 1]);
  const { extent, sd } = planeAlong([[1, 0, 0], [0, 1, 0]], point); // prettier-ignore
  assert.deepEqual([extent, sd], [{ center: [5, 5], half_width: 3.18 }, [1, 1]]);
  assert.equal(shownShare([[1, 0, 0], [0, 1, 0]], cloudOf(point.map((mu) => ({ mu, label: null })))), 0); // prettier-ignore
});
