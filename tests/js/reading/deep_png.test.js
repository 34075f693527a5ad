import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { bytesOfLines, isDeepGrey, packedLines, pixelsOfLines } from "../../../static/reading/deep_png.js";
import { inflated } from "../../../static/reading/inflated.js";

const LETTERS = (text) => [...text].map((letter) => letter.charCodeAt(0));
const word = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
const chunk = (name, content) => [...word(content.length), ...LETTERS(name), ...content, 0, 0, 0, 0];
const SIGNATURE = [137, ...LETTERS("PNG\r\n\x1a\n")];
const SIZE = { width: 4, height: 6 };
const header = ({ depth = 16, colour = 0, interlace = 0 } = {}) =>
  chunk("IHDR", [...word(SIZE.width), ...word(SIZE.height), depth, colour, 0, 0, interlace]);
const file = (...chunks) => Uint8Array.from([...SIGNATURE, ...chunks.flat()]);
const isDamage = ({ code }) => code === "damaged_image";

/** Values below `top` that go up and down. */
const values = (top) => Array.from({ length: 24 }, (_, i) => (i * 7919 + 13) % top);
const bytesOf = (numbers) => numbers.flatMap((value) => [value >> 8, value & 255]);

/** Each line by another kind of filter, as the standard words it: the value less what is expected of it. */
function filtered(numbers, kindOf) {
  const [bytes, stride] = [bytesOf(numbers), 2 * SIZE.width];
  return Array.from({ length: SIZE.height }, (_, y) => {
    const at = (x, row) => (x < 0 || row < 0 ? 0 : bytes[row * stride + x]);
    const kind = kindOf(y);
    const line = Array.from({ length: stride }, (_, x) => {
      const [left, above, corner] = [at(x - 2, y), at(x, y - 1), at(x - 2, y - 1)];
      const guess = left + above - corner;
      const paeth = [left, above, corner].reduce((a, b) => (Math.abs(guess - b) < Math.abs(guess - a) ? b : a));
      return (at(x, y) - [0, left, above, Math.floor((left + above) / 2), paeth][kind]) & 255;
    });
    return [kind, ...line];
  }).flat();
}

const greys = (pixels, box = { top: 0, left: 0, bottom: SIZE.height, right: SIZE.width }) =>
  [...pixels.read(box)].filter((_, i) => i % 4 === 0);
const scaled = (numbers, scale) => numbers.map((value) => Math.round((255 * value) / scale));

test("each kind of line is undone, in any order", () => {
  for (let first = 0; first < 5; first++) {
    const lines = Uint8Array.from(filtered(values(65536), (y) => (first + y) % 5));
    assert.deepEqual(greys(pixelsOfLines(lines, SIZE)), scaled(values(65536), 65536));
  }
});

test("few bits of the sixteen take the whole range, by the power of two that they fit in", () => {
  for (const bits of [1, 4, 10, 12]) {
    const numbers = [...values(2 ** bits).slice(1), 2 ** bits - 1];
    const pixels = pixelsOfLines(Uint8Array.from(filtered(numbers, () => 4)), SIZE);
    assert.deepEqual(greys(pixels), scaled(numbers, bits === 1 ? 1 : 2 ** bits), `${bits} bits`);
  }
  assert.deepEqual(greys(pixelsOfLines(new Uint8Array(bytesOfLines(SIZE)), SIZE)), Array(24).fill(0));
});

test("a box of it is read, opaque", () => {
  const pixels = pixelsOfLines(Uint8Array.from(filtered(values(65536), () => 0)), SIZE);
  const [all, box] = [scaled(values(65536), 65536), { top: 1, left: 2, bottom: 3, right: 4 }];
  assert.deepEqual(greys(pixels, box), [all[6], all[7], all[10], all[11]]);
  assert.ok([...pixels.read(box)].every((value, i) => i % 4 !== 3 || value === 255));
});

test("the file's lines are unpacked from all its parts, and no more of them than it claims", async () => {
  const lines = filtered(values(1024), (y) => y % 5);
  const packed = [...deflateSync(Uint8Array.from([...lines, ...lines]))];
  const found = file(header(), chunk("IDAT", packed.slice(0, 9)), chunk("tEXt", [1]), chunk("IDAT", packed.slice(9)));
  assert.ok(isDeepGrey(found, "PNG"));
  assert.deepEqual([...(await inflated(packedLines(found), bytesOfLines(SIZE)))], lines);
});

test("what is cut off, or of no kind, is damaged", async () => {
  const packed = deflateSync(Uint8Array.from(filtered(values(1024), () => 1)));
  for (const part of [new Uint8Array(), packed.subarray(0, 20), Uint8Array.of(1, 2, 3, 4)])
    await assert.rejects(inflated([part], bytesOfLines(SIZE)), isDamage);
  await assert.rejects(inflated([packed], bytesOfLines(SIZE) + 1), isDamage, "less than it claims");
  const lines = Uint8Array.from(filtered(values(1024), () => 0)).with(0, 5);
  assert.throws(() => pixelsOfLines(lines, SIZE), isDamage);
});

test("other PNGs are the browser's", () => {
  for (const other of [{ depth: 8 }, { colour: 2 }, { colour: 4 }, { interlace: 1 }])
    assert.ok(!isDeepGrey(file(header(other)), "PNG"), JSON.stringify(other));
  assert.ok(!isDeepGrey(file(header(), chunk("eXIf", [])), "PNG"), "turned by Exif");
  assert.ok(!isDeepGrey(file(header()), "GIF"));
});
