import assert from "node:assert/strict";
import { test } from "node:test";
import { handNumbers } from "../../../static/core/hand_numbers.js";

const PERCENT = { low: 0, high: 100 };

test("a number has a point or a comma before its decimals", () => {
  for (const [text, value] of [
    ["60", 60],
    ["7.5", 7.5],
    ["7,5", 7.5],
    [" 8,3 ", 8.3],
    [".5", 0.5],
    ["100", 100],
  ])
    assert.deepEqual(handNumbers(text, PERCENT), [value], text);
});

test("several stand between spaces, commas with a space, or semicolons", () => {
  assert.deepEqual(handNumbers("60, 70 30", PERCENT), [60, 70, 30]);
  assert.deepEqual(handNumbers("7,5; 8;9", PERCENT), [7.5, 8, 9]);
});

test("what is no number, or beyond the scale, is taken by none of them", () => {
  for (const text of ["", "  ", "abc", "60 abc", "101", "-1", "1e3", "60,70,30", "Infinity", "0x10"])
    assert.equal(handNumbers(text, PERCENT), null, text);
});
