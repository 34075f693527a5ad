import assert from "node:assert/strict";
import { test } from "node:test";
import { median, pixelwise, typicalSigmas } from "../../../static/core/statistics.js";
import { below, histogram } from "../../../static/core/percentiles.js";

test("a median lies in the middle, of an even number between two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 10]), 3);
});

test("what is typical of a class is the median of its own digits, on each axis", () => {
  const codes = [
    [3, [1, 10]],
    [3, [2, 30]],
    [3, [9, 20]],
    [7, [5, 6]],
  ].map(([label, sigma]) => ({ label, sigma }));
  const found = typicalSigmas(codes);
  assert.deepEqual([found[3], found[7], found[0]], [[2, 20], [5, 6], []]);
});

test("mean and deviation are those of each pixel", () => {
  const { mean, deviation } = pixelwise(Uint8Array.from([0, 100, 200, 100]), 2);
  assert.deepEqual([...mean], [100, 100]);
  assert.deepEqual([...deviation], [100, 0]);
});

const quantiles = Array.from({ length: 201 }, (_, i) => i / 2); // evenly from 0 to 100

test("a value stands where it lies between the quantiles", () => {
  assert.ok(Math.abs(below(quantiles, 33.3) - 0.333) < 1e-9);
  assert.deepEqual(
    [below(quantiles, -5), below(quantiles, 0), below(quantiles, 100), below(quantiles, 1e9)],
    [0, 0, 1, 1],
  );
  assert.equal(below([0, 1, 1, 1, 2], 1), 0.75, "the last of those that are equal");
});

test("a histogram's bins hold what lies between the outermost half percents", () => {
  const { low, high, parts } = histogram(quantiles);
  assert.deepEqual([low, high], [0.5, 99.5]);
  assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - 0.99) < 1e-9);
  assert.ok(parts.every((part) => Math.abs(part - 0.99 / parts.length) < 1e-9));
});
