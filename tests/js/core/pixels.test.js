import assert from "node:assert/strict";
import { test } from "node:test";
import { SIDE } from "../../../static/core/mnist.js";
import {
  asInk,
  byPixel,
  cut,
  isLinkable,
  pack,
  shapeOf,
  toBytes,
  toRows,
  unpack,
} from "../../../static/core/pixels.js";
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

test("the number of bytes tells an image's shape, whatever its side", () => {
  for (let side = 1; side <= 64; side++) {
    assert.deepEqual(shapeOf(side ** 2), { side, channels: 1 });
    assert.deepEqual(shapeOf(3 * side ** 2), { side, channels: 3 });
  }
  for (const length of [0, 2, 10, 785]) assert.throws(() => shapeOf(length), RangeError);
});

test("in colour a pixel is a list of three numbers, which come back", () => {
  const image = Uint8Array.from({ length: 3 * 9 * 9 }, (_, i) => i % 256);
  assert.deepEqual(toRows(image, 255)[0][1], [3, 4, 5]);
  assert.deepEqual(toRows(image, 255)[1][0], [27, 28, 29]);
  assert.deepEqual(toBytes(toRows(image)), image);
  assert.deepEqual(byPixel([[[1, 2, 3], 4]]), [[6, 4]]);
});

test("images one after the other are cut at their places", () => {
  assert.deepEqual([...cut(Uint8Array.of(1, 2, 3, 4, 5, 6), 2, 1)], [3, 4]);
});

test("a link holds square images of 8 to 32 px in colour, and no other text", () => {
  const linkable = (/** @type {number} */ length) => isLinkable(pack(new Uint8Array(length)));
  for (const length of [64, 784, 3 * 64, 1024, 3 * 1024, 55 * 55]) assert.ok(linkable(length), `${length}`);
  for (const length of [0, 49, 65, 785, 56 * 56, 3 * 33 * 33]) assert.ok(!linkable(length), `${length}`);
  assert.ok(!isLinkable(pack(new Uint8Array(64)).replace("A", "=")));
});
