import assert from "node:assert/strict";
import { test } from "node:test";
import { asInk, pack, SIDE, toBytes, toRows, unpack } from "../../../static/core/pixels.js";
import { parseState } from "../../../static/core/state.js";

const DIGIT = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i * 37 + (i >> 3)) % 256);

test("a digit packs into text that a URL keeps as it is, and comes back", () => {
  const text = pack(DIGIT);
  assert.match(text, /^[\w-]+$/);
  assert.ok(text.includes("-") && text.includes("_"), "the digit of this test needs both replaced signs");
  assert.deepEqual(unpack(text), DIGIT);
});

test("the URL's state takes what pack gives", () => {
  for (const digit of [DIGIT, new Uint8Array(784), new Uint8Array(784).fill(255)]) {
    assert.equal(parseState(`#x=${pack(digit)}`).x, pack(digit));
  }
});

test("bytes become 28 rows of numbers in 0..1, row by row, and come back", () => {
  const rows = toRows(DIGIT);
  assert.deepEqual(
    rows.map((row) => row.length),
    Array(SIDE).fill(SIDE),
  );
  assert.equal(rows[3][5], DIGIT[3 * SIDE + 5] / 255);
  assert.ok(rows.flat().every((value) => value >= 0 && value <= 1));
  assert.deepEqual(toBytes(rows), DIGIT);
});

test("numbers are rounded to the nearest byte, not cut", () => {
  assert.deepEqual(
    toBytes([
      [0, 0.999],
      [0.5, 1],
    ]),
    Uint8Array.of(0, 255, 128, 255),
  );
});

test("as ink a digit is black where it is bright, and nothing elsewhere", () => {
  const ink = asInk(Uint8Array.of(0, 255, 100), 0.5);
  assert.deepEqual([...ink], [0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 50]);
});
