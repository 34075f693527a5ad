import assert from "node:assert/strict";
import { test } from "node:test";

import { isTurnedWebp } from "../../../static/core/exif.js";

/** @param {string} text */
const letters = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** @param {number} value @param {number} bytes @param {boolean} isLittle */
function number(value, bytes, isLittle) {
  const big = Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 255);
  return isLittle ? big.reverse() : big;
}
/** Exif of a width and an orientation. @param {number} orientation @param {boolean} isLittle */
const exif = (orientation, isLittle) => [
  ...letters(isLittle ? "II" : "MM"),
  ...number(42, 2, isLittle),
  ...number(8, 4, isLittle),
  ...number(2, 2, isLittle),
  ...[0x0100, 0x0112].flatMap((tag) => [
    ...number(tag, 2, isLittle),
    ...number(3, 2, isLittle),
    ...number(1, 4, isLittle),
    ...number(orientation, 2, isLittle),
    ...[0, 0],
  ]),
  ...number(0, 4, isLittle),
];
/** @param {string} name @param {number[]} content */
const chunk = (name, content) => [
  ...letters(name),
  ...number(content.length, 4, true),
  ...content,
  ...Array(content.length % 2).fill(0),
];
/** @param {number[]} chunks */
const webp = (...chunks) => Uint8Array.from([...letters("RIFF"), 0, 0, 0, 0, ...letters("WEBP"), ...chunks]);
const PIXELS = chunk("VP8 ", [1, 2, 3]);

test("a WebP that Exif turns or mirrors is told from one that is upright, in either order of bytes", () => {
  for (const isLittle of [false, true])
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
      assert.equal(
        isTurnedWebp(webp(...PIXELS, ...chunk("EXIF", exif(orientation, isLittle)))),
        orientation > 1,
        `${orientation}, little: ${isLittle}`,
      );
});

test("Exif is found behind the mark that JPEG has before it, and wherever the file lies in its buffer", () => {
  const file = webp(...PIXELS, ...chunk("EXIF", [...letters("Exif"), 0, 0, ...exif(6, true)]));
  assert.ok(isTurnedWebp(file));
  assert.ok(isTurnedWebp(Uint8Array.from([9, 9, 9, ...file]).subarray(3)));
});

test("a file without Exif, or of another format, is not turned", () => {
  assert.ok(!isTurnedWebp(webp(...PIXELS)));
  assert.ok(!isTurnedWebp(webp(...PIXELS, ...chunk("EXIF", exif(9, true)))));
  assert.ok(!isTurnedWebp(Uint8Array.from(letters("\xff\xd8\xff\xe1 a JPEG"))));
  assert.ok(!isTurnedWebp(new Uint8Array()));
});

test("a file that is cut off anywhere, or has a byte wrong, is read without an error", () => {
  const file = webp(...PIXELS, ...chunk("EXIF", exif(6, true)));
  for (let i = 0; i < file.length; i++) {
    assert.equal(isTurnedWebp(file.subarray(0, i)), false);
    for (const value of [0, 255]) assert.equal(typeof isTurnedWebp(file.with(i, value)), "boolean");
  }
});
