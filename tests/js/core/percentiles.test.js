import assert from "node:assert/strict";
import { test } from "node:test";
import { countBelow, histogram } from "../../../static/core/histogram.js";
import { below } from "../../../static/core/percentiles.js";

const quantiles = Array.from({ length: 201 }, (_, i) => i / 2); // evenly from 0 to 100

test("a value stands where it lies between the quantiles", () => {
  assert.ok(Math.abs(below(quantiles, 33.3) - 0.333) < 1e-9);
  assert.deepEqual(
    [below(quantiles, -5), below(quantiles, 0), below(quantiles, 100), below(quantiles, 1e9)],
    [0, 0, 1, 1],
  );
  assert.equal(below([0, 1, 1, 1, 2], 1), 0.25, "equals are not below");
});

test("a histogram's bins hold what lies between the outermost half percents", () => {
  const { low, high, parts } = histogram(quantiles);
  assert.deepEqual([low, high], [0.5, 99.5]);
  assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - 0.99) < 1e-9);
  assert.ok(parts.every((part) => Math.abs(part - 0.99 / parts.length) < 1e-9));
});

test("of a few images it is told how many lie below a value", () => {
  const images = [3, 5, 6, 10, 11, 40];
  const marks = Array.from({ length: 201 }, (_, i) => {
    const [place, last] = [(i / 200) * 5, 5];
    const [low, high] = [Math.floor(place), Math.min(Math.floor(place) + 1, last)];
    return images[low] + (place - low) * (images[high] - images[low]);
  });
  for (const value of [2, 3, 4, 5.5, 8, 10.5, 20, 39, 41]) {
    const lower = images.filter((one) => one < value).length;
    assert.equal(countBelow(100 * below(marks, value), images.length), lower, String(value));
  }
});
