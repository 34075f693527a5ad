import assert from "node:assert/strict";
import { test } from "node:test";
import { unlike } from "../../../static/core/unlike.js";

const codesOf = (labels) => labels.map((label, i) => ({ label, mu: [i % 3 === 1 ? 10 * i : i, 0] }));

test("of ten classes it is the fourth after one's own, around the end", () => {
  const codes = codesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(codes[unlike(codes, 3, [1, 1])].label, 7);
  assert.equal(codes[unlike(codes, 8, [1, 1])].label, 2);
});

test("of two or three classes it is another one all the same", () => {
  for (const labels of [
    [0, 1, 0, 1],
    [0, 1, 2, 0],
  ])
    for (const index of [0, 1, 2]) {
      const codes = codesOf(labels);
      assert.notEqual(codes[unlike(codes, index, [1, 1])].label, labels[index]);
    }
});

test("without classes, or with one, it is the code farthest away", () => {
  for (const label of [null, 0]) assert.equal(unlike(codesOf(Array(5).fill(label)), 0, [1, 1]), 4);
});
