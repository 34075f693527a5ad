import assert from "node:assert/strict";
import { before, test } from "node:test";
import { overGrid, spread } from "../../../static/engine/geodesic/curve.js";
import { decoded, step } from "../../../static/engine/geodesic/decoder_steps.js";
import { tighten } from "../../../static/engine/geodesic/field_steps.js";
import { MetricField, metricsAt } from "../../../static/engine/geodesic/metric_field.js";
import { Surveyor } from "../../../static/engine/geodesic/surveyor.js";
import { pathTo, shortestTree } from "../../../static/engine/geodesic/tree.js";
import { solveTridiagonal } from "../../../static/engine/geodesic/tridiagonal.js";
import { solve } from "../../../static/core/linear_algebra.js";
import { codesOf, networksOf } from "./networks.js";

const RADIUS = 5;
const SQUARE = { center: [0, 0], half_width: 1.5 };
const POINTS = 65;

/** A field of a metric that is known at each place. */
function fieldOf(metric, cells, square = SQUARE) {
  const field = new MetricField(square, cells, new Float64Array(3 * (cells + 1) ** 2));
  for (let node = 0; node < field.nodes ** 2; node++) field.tensors.set(metric(...field.place(node)), 3 * node);
  return field;
}
/** Longitude and latitude, radians. */
const sphere = (_, latitude) => [(RADIUS * Math.cos(latitude)) ** 2, 0, RADIUS ** 2];
const onSphere = (lon, lat) => [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];

/** The polygon through places, on the sphere. */
function lengthOnSphere(path) {
  const places = Array.from({ length: path.length / 2 }, (_, i) => onSphere(path[2 * i], path[2 * i + 1]));
  const apart = (a, b) => Math.hypot(...a.map((value, axis) => b[axis] - value));
  return RADIUS * places.slice(1).reduce((sum, place, i) => sum + apart(places[i], place), 0);
}
const greatCircle = (a, b) =>
  RADIUS * Math.acos(onSphere(...a).reduce((sum, value, i) => sum + value * onSphere(...b)[i], 0));

test("a system in blocks is solved as the whole matrix is", () => {
  const numbers = codesOf(30, 1);
  const diagonal = [0, 1, 2, 3].map((i) => [4 + numbers[i], numbers[i + 4], numbers[i + 4], 5 + numbers[i + 8]]);
  const above = [0, 1, 2].map((i) => [...numbers.subarray(12 + 4 * i, 16 + 4 * i)].map((value) => value / 2));
  const b = [...numbers.subarray(22)];
  const whole = Array.from({ length: 8 }, () => Array(8).fill(0));
  const put = (block, row, column) => block.forEach((value, k) => (whole[row + (k >> 1)][column + (k & 1)] = value));
  const turned = ([p, q, r, s]) => [p, r, q, s];
  diagonal.forEach((block, i) => put(block, 2 * i, 2 * i));
  above.forEach((block, i) => {
    put(block, 2 * i, 2 * i + 2);
    put(turned(block), 2 * i + 2, 2 * i);
  });
  const wanted = solve(whole, b);
  solveTridiagonal(diagonal, above, b).forEach((x, i) =>
    assert.ok(Math.abs(x - wanted[i]) < 1e-9, `${x}, ${wanted[i]}`),
  );
});

test("between its nodes a field's metric is between theirs, and changes as it says", () => {
  const field = fieldOf(sphere, 48);
  const { metric, slopes } = field.at(0.31, 0.77);
  assert.ok(Math.abs(metric[0] - sphere(0, 0.77)[0]) < 0.01);
  const [low, high] = [-1, 1].map((sign) => field.at(0.31, 0.77 + sign * 1e-6).metric[0]);
  assert.ok(Math.abs((high - low) / 2e-6 - slopes[1][0]) < 1e-3);
  assert.deepEqual(field.at(9, 9).metric, field.at(1.5, 1.5).metric);
});

test("a tree leads to each node by as many moves as there are at least", () => {
  const field = fieldOf(() => [1, 0, 1], 8);
  const before = shortestTree(field, 0);
  assert.deepEqual(pathTo(before, 8), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(pathTo(before, 19), [0, 19]); // a knight's move
  assert.equal(pathTo(before, 0).length, 1);
});

for (const [a, b] of [
  [
    [-1.2, 0.9],
    [1.2, 0.9],
  ],
  [
    [-0.5, -0.8],
    [1.3, 1],
  ],
  [
    [0.2, 0.1],
    [0.3, 0.1],
  ],
])
  // prettier-ignore
  test(`on a sphere the way from ${a} to ${b} is the great circle`, () => {
    const field = fieldOf(sphere, 96);
    const rough = overGrid(field, shortestTree(field, field.nearest(a)), a, b, POINTS);
    const tight = tighten(field, rough);
    const wanted = greatCircle(a, b);
    assert.ok(lengthOnSphere(rough) < 1.03 * wanted + 0.01);
    assert.ok(Math.abs(lengthOnSphere(tight) / wanted - 1) < 0.002, `${lengthOnSphere(tight)}, not ${wanted}`);
    assert.deepEqual([[...tight.slice(0, 2)], [...tight.slice(-2)]], [a, b]);
  });

test("where nothing bends, a crooked path is drawn straight; without a way there is none", () => {
  const field = fieldOf(() => [2, 0.5, 1], 16);
  const crooked = spread([-1, -1, 0.5, -1, 1, 1], [1, 1], POINTS);
  const straight = spread([-1, -1, 1, 1], [1], POINTS);
  tighten(field, crooked).forEach((value, i) => assert.ok(Math.abs(value - straight[i]) < 0.02));
  const still = spread([0.3, 0.3, 0.3, 0.3], [0], POINTS);
  assert.deepEqual([...still], Array(2 * POINTS).fill(0.3));
  assert.deepEqual(tighten(field, still), still);
});

for (const id of ["small-ae-2d", "small-vae-2d"]) {
  const far = id === "small-ae-2d" ? 3.5 : 1.5;
  const square = { center: [0, 0], half_width: 2 * far };
  const pairs = [0, 1, 2].map((i) => {
    const codes = [...codesOf(6, 2, far).subarray(4 * i, 4 * i + 4)];
    return { a: codes.slice(0, 2), b: codes.slice(2) };
  });
  let surveyor, decoder;
  before(async () => {
    ({ decoder } = await networksOf(id));
    surveyor = new Surveyor(decoder, square);
    await surveyor.survey(async () => {}, () => {}); // prettier-ignore
  });

  /** The shortest that many steps of twice as many points find, from either start. */
  function reference({ a, b }) {
    const starts = [surveyor.find({ a, b }).z.flat(), [...a, ...b]];
    return Math.min(
      ...starts.map((start) => {
        let here = decoded(decoder, spread(start, Array(start.length / 2 - 1).fill(1), 2 * POINTS - 1));
        for (let i = 0; i < 30; i++) here = step(decoder, here);
        return here.steps.reduce((sum, length) => sum + length, 0);
      }),
    );
  }

  /** @param {import("../../../static/engine/geodesic/surveyor.js").Ends} ends */
  function settled(ends) {
    let found = surveyor.find(ends);
    for (let i = 0; i < 16 && !found.settled; i++) found = surveyor.find(ends);
    return found;
  }

  test(`${id}: once settled, its length is within 2 % of a fine reference's`, () => {
    for (const ends of pairs) {
      const found = settled(ends);
      assert.ok(found.settled && found.straight >= 1);
      assert.ok(found.length < 1.02 * reference(ends), `${found.length}, not ${reference(ends)}`);
      assert.deepEqual([found.z.length, found.z[0], found.z[32], found.places], [33, ends.a, ends.b, 193 ** 2]);
    }
  });

  test(`${id}: the survey alone has a path at once, whose images are near the shortest's in length`, () => {
    for (const ends of pairs) {
      surveyor.find({ a: ends.b, b: ends.b });
      const first = surveyor.find(ends);
      const line = decoded(decoder, spread(first.z.flat(), Array(32).fill(1), 4 * POINTS));
      const length = line.steps.reduce((sum, step) => sum + step, 0);
      const found = settled(ends);
      assert.deepEqual([first.length, first.settled, first.z[0], first.z[32]], [null, false, ends.a, ends.b]);
      assert.ok(first.straight >= 1);
      assert.ok(length < 1.12 * found.length, `${length}, and ${found.length} at last`);
      assert.ok(Math.abs(first.straight / found.straight - 1) < 0.15, `${first.straight}, ${found.straight}`);
    }
  });

  test(`${id}: it is the same path back`, () => {
    const [{ a, b }] = pairs;
    const [there, back] = [settled({ a, b }), settled({ a: b, b: a })];
    assert.ok(Math.abs(there.length / back.length - 1) < 0.02);
    assert.deepEqual([back.z[0], back.z[32]], [b, a]);
  });

  test(`${id}: the metric is how much two small steps change the image`, () => {
    const [h, z] = [0.01, pairs[0].a];
    const [[xx, xy, yy]] = metricsAt(decoder, Float32Array.from(z));
    const change = [0, 1].map((axis) => {
      const at = (sign) =>
        decoder.decode(Float32Array.from(z, (value, k) => value + (k === axis ? sign * h : 0))).floats;
      const [low, high] = [at(-1), at(1)];
      return Array.from(high, (value, pixel) => (value - low[pixel]) / (2 * h));
    });
    const dot = (one, other) => one.reduce((sum, value, pixel) => sum + value * other[pixel], 0);
    const wanted = [dot(change[0], change[0]), dot(change[0], change[1]), dot(change[1], change[1])];
    [xx, xy, yy].forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 0.02 * (wanted[0] + wanted[2]) + 1e-6));
  });
}
