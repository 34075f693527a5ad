import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOf } from "../../../static/core/weights_digest.js";

const tensors = (/** @type {number[]} */ ...values) => new Map([["w", { values: Float32Array.from(values) }]]);

test("the same weights have the same digest, and one bit more another", () => {
  const digest = digestOf(tensors(1, 2, 3));
  assert.match(digest, /^[0-9a-f]{16}$/);
  assert.equal(digestOf(tensors(1, 2, 3)), digest);
  assert.notEqual(digestOf(tensors(1, 2, Math.fround(3 + 2 ** -22))), digest);
  assert.notEqual(digestOf(tensors(1, 3, 2)), digest);
});
