import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceTransform } from "../../../static/reading/arrays/euclidean.js";
import { closed, core, coreBySquare, dilated, eroded, opened } from "../../../static/reading/arrays/extremes.js";
import { boxesOf, filled, label } from "../../../static/reading/arrays/labels.js";
import * as planes from "../../../static/reading/arrays/planes.js";
import { coarse, reducedBy, reducedBytes } from "../../../static/reading/arrays/reduction.js";
import { BICUBIC, BILINEAR, BOX, resized, resizedBytes } from "../../../static/reading/arrays/resampling.js";
import { median, quantile, roundToEven } from "../../../static/reading/arrays/statistics.js";
import { eigen, leastSquares } from "../../../static/reading/arrays/symmetric.js";
import { drawn, grey, labels, mask, near, rowsOf } from "./planes.js";

const ROWS = [
  [1, 5, 2],
  [8, 3, 9],
  [4, 7, 6],
];

test("planes are cut, padded, extended, turned and mirrored", () => {
  const plane = grey(ROWS);
  assert.deepEqual(rowsOf(planes.cut(plane, { top: 1, left: 0, bottom: 3, right: 2 })), [
    [8, 3],
    [4, 7],
  ]);
  assert.deepEqual(rowsOf(planes.framed(grey([[7]]), 1)), [
    [0, 0, 0],
    [0, 7, 0],
    [0, 0, 0],
  ]);
  assert.deepEqual(rowsOf(planes.extended(grey([[1, 2]]), 1)), [
    [1, 1, 2, 2],
    [1, 1, 2, 2],
    [1, 1, 2, 2],
  ]);
  assert.deepEqual(rowsOf(planes.rotated(plane, 1)), [
    [4, 8, 1],
    [7, 3, 5],
    [6, 9, 2],
  ]);
  assert.deepEqual(rowsOf(planes.rotated(plane, 4)), ROWS);
  assert.deepEqual(rowsOf(planes.mirrored(plane))[0], [2, 5, 1]);
  assert.deepEqual(rowsOf(planes.strided(plane, 2, 0, 1)), [[5], [7]]);
  assert.deepEqual(planes.borderOf(plane), [1, 5, 2, 4, 7, 6, 1, 8, 4, 2, 9, 6]);
});

test("a level is as exact as what it is compared with", () => {
  assert.deepEqual([...planes.above(grey([[0.1, 0.2]]), 0.1).data], [0, 1], "0.1 of float32 is more than 0.1");
});

test("medians and quantiles are NumPy's", () => {
  assert.equal(median(Float32Array.of(4, 1, 3, 2)), 2.5);
  const values = Float32Array.of(4, 1, 3, 2, 9);
  assert.ok(
    near(
      [0.1, 0.9, 0.995, 0.3].map((part) => quantile(values, part)),
      [1.4, 7, 8.9, 2.2],
    ),
  );
  assert.deepEqual([...values], [4, 1, 3, 2, 9], "they stay in their order");
  assert.deepEqual([0.5, 1.5, 2.5, 2.6, -1.5].map(roundToEven), [0, 2, 2, 3, -2]);
});

test("of a shuffled thousand each quantile is at its place", () => {
  const shuffled = Float32Array.from({ length: 1001 }, (_, i) => (i * 389) % 1001);
  for (const part of [0, 0.25, 0.5, 1]) assert.equal(quantile(shuffled, part), 1000 * part);
});

test("extremes of a window that the border cuts off", () => {
  assert.deepEqual(rowsOf(dilated(grey(ROWS), 3)), [
    [8, 9, 9],
    [8, 9, 9],
    [8, 9, 9],
  ]);
  assert.deepEqual(rowsOf(eroded(grey(ROWS), 3))[2], [3, 3, 3]);
  assert.deepEqual(rowsOf(closed(grey(ROWS), 3))[1], [8, 8, 9]);
  assert.deepEqual(rowsOf(opened(grey([[0, 9, 0, 0, 5, 5, 5, 0]]), 3)), [[0, 0, 0, 0, 5, 5, 5, 0]]);
});

test("a wide window is as right as a narrow one", () => {
  const row = Array.from({ length: 100 }, (_, i) => (i * 37) % 101);
  const expected = row.map((_, i) => Math.max(...row.slice(Math.max(i - 8, 0), i + 9)));
  assert.deepEqual(rowsOf(dilated(grey([row]), 17)), [expected]);
});

test("a mask's core keeps off what is outside and off the border", () => {
  const full = drawn("#####", "#####", "#####", "#####", "#####");
  assert.equal(planes.countOf(core(full)), 9);
  assert.equal(planes.countOf(coreBySquare(full, 2)), 1);
  const dented = drawn("#####", "#####", "#####", "#####", "####.");
  assert.equal(planes.countOf(core(dented)), 9, "a corner is beside none of them");
  assert.equal(planes.countOf(coreBySquare(dented, 2)), 0);
});

const SCATTERED = mask([
  [1, 1, 0, 1],
  [0, 0, 1, 0],
  [1, 0, 0, 0],
  [1, 0, 1, 1],
]);

test("pieces are numbered as SciPy numbers them, by sides or by corners too", () => {
  assert.deepEqual(rowsOf(label(SCATTERED)), [
    [1, 1, 0, 2],
    [0, 0, 3, 0],
    [4, 0, 0, 0],
    [4, 0, 5, 5],
  ]);
  assert.deepEqual(rowsOf(label(SCATTERED, true)), [
    [1, 1, 0, 1],
    [0, 0, 1, 0],
    [2, 0, 0, 0],
    [2, 0, 3, 3],
  ]);
});

test("branches that meet further down are one piece, with the first one's number", () => {
  assert.deepEqual(rowsOf(label(drawn("#.#.#", "#.#.#", "###.#", "..###"))), [
    [1, 0, 1, 0, 1],
    [1, 0, 1, 0, 1],
    [1, 1, 1, 0, 1],
    [0, 0, 1, 1, 1],
  ]);
});

test("each piece has its box", () => {
  const found = boxesOf(labels([[0, 1, 1], [2, 0, 1]])); // prettier-ignore
  assert.deepEqual(found, [
    { top: 0, left: 1, bottom: 2, right: 3 },
    { top: 1, left: 0, bottom: 2, right: 1 },
  ]);
});

test("what is enclosed by sides is filled", () => {
  assert.deepEqual(filled(drawn(".###.", ".#.#.", ".###.")), drawn(".###.", ".###.", ".###."));
  assert.equal(planes.countOf(filled(drawn("###", "#..", "###"))), 7, "an open bay is not");
});

test("distances from what is outside a mask are Euclid's", () => {
  const block = distanceTransform(planes.framed(drawn("#####", "#####", "#####"), 1));
  assert.deepEqual([...block.subarray(14, 21)], [0, 1, 2, 2, 2, 1, 0]);
  const [height, width] = [23, 31];
  const holes = [[3, 4], [20, 17], [11, 30], [0, 9]]; // prettier-ignore
  const plane = planes.maskOf(width, height);
  plane.data.fill(1);
  for (const [y, x] of holes) plane.data[y * width + x] = 0;
  const nearest = (y, x) => Math.sqrt(Math.min(...holes.map(([a, b]) => (a - y) ** 2 + (b - x) ** 2)));
  const expected = [...plane.data.keys()].map((i) => nearest(Math.floor(i / width), i % width));
  assert.deepEqual([...distanceTransform(plane)], expected);
});

test("resizing is Pillow's, of float32 and of bytes", () => {
  const row = grey([[0, 0.1, 0.2, 0.7, 0.4]]);
  const sized = (plane, width, filter) => [...resized(plane, { width, height: 1 }, filter).data];
  assert.ok(near(sized(row, 3, BILINEAR), [0.0428571, 0.2888889, 0.5285714]));
  assert.ok(near(sized(row, 2, BOX), [0.1, 0.55]));
  const sharp = [-0.0882353, 0.2116788, 0.8473282, 0.8473282, 0.2116788, -0.0882353];
  assert.ok(near(sized(grey([[0, 1, 0]]), 6, BICUBIC), sharp));
  const bytes = mask([[0, 10, 20, 255, 254]]);
  assert.deepEqual([...resizedBytes(bytes, { width: 2, height: 1 }, BOX).data], [10, 255]);
  assert.deepEqual(
    rowsOf(resized(planes.transposed(row), { width: 1, height: 5 }, BOX)),
    rowsOf(planes.transposed(row)),
  );
});

test("reducing takes the mean of each block, and of what is left at the ends", () => {
  assert.deepEqual(rowsOf(reducedBy(grey(ROWS), 2)), [
    [4.25, 5.5],
    [5.5, 6],
  ]);
  assert.deepEqual([...reducedBytes(mask([[0, 10, 20, 255, 254]]), 2, 1).data], [5, 138, 254]);
  assert.deepEqual(coarse(drawn("#....", ".....", "....#"), 2), drawn("#..", "..#"));
});

test("eigenvectors and least squares of symmetric matrices", () => {
  const { values, vectors } = eigen(Float64Array.of(2, 1, 1, 2), 2);
  const most = values[0] > values[1] ? 0 : 1;
  assert.ok(near([values[most], values[1 - most]], [3, 1]));
  assert.ok(near([vectors[most] / vectors[2 + most]], [1]));
  assert.ok(near([...leastSquares(Float64Array.of(2, 0, 0, 4), Float64Array.of(4, 4))], [2, 1]));
  const singular = leastSquares(Float64Array.of(2, 2, 2, 2), Float64Array.of(4, 4));
  assert.ok(near([...singular], [1, 1]), "the least of those that solve it");
});
