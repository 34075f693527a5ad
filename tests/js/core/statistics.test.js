import assert from "node:assert/strict";
import { test } from "node:test";
import { relativeWidth } from "../../../static/core/relative_width.js";
import { median, pixelwise, typicalSigmas, widths } from "../../../static/core/statistics.js";

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

test("all posteriors together are as wide as their means are spread and they themselves are wide", () => {
  const codes = [-4, 4].map((mu) => ({ mu: [mu, 7], sigma: [3, 0.5] }));
  assert.deepEqual(widths(codes), [5, 0.5]);
});

test("a posterior is as wide as the geometric mean of its axes, each held against all codes", () => {
  assert.ok(Math.abs(relativeWidth([1, 0.5], [10, 20]) - 0.05) < 1e-12); // 1/10 and 1/40
});
