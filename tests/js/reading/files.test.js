import assert from "node:assert/strict";
import { test } from "node:test";
import { isAnimated } from "../../../static/reading/animation.js";
import { dataUrl } from "../../../static/reading/data_url.js";
import { readGrey } from "../../../static/reading/decode.js";
import { formatOf, undecoded } from "../../../static/reading/formats.js";
import { checkSize, sizeInHeader } from "../../../static/reading/headers.js";
import { upright } from "../../../static/reading/upright.js";
import { pixelsOf } from "./pixels.js";
import { near } from "./planes.js";

const bytes = (...parts) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part)),
  );
const isA = (code) => (error) => error.code === code;

test("files are told by their first bytes", () => {
  const heads = {
    PNG: "\x89PNG\r\n\x1a\n",
    JPEG: "\xff\xd8\xff\xe0",
    GIF: "GIF89a",
    BMP: "BM",
    WebP: "RIFF\0\0\0\0WEBP",
    AVIF: "\0\0\0\x20ftypavif",
    HEIC: "\0\0\0\x20ftypheic",
    TIFF: "II*\0",
  };
  for (const [format, head] of Object.entries(heads)) assert.equal(formatOf(bytes(head)), format);
  assert.throws(() => formatOf(bytes()), isA("empty_file"));
  assert.throws(() => formatOf(bytes("<?xml?><SVG xmlns='…'>")), isA("svg_image"));
  assert.throws(() => formatOf(bytes("%PDF-1.7")), isA("not_an_image"));
  assert.deepEqual([undecoded("HEIC").code, undecoded("HEIC").values], ["foreign_format", { format: "HEIC" }]);
  assert.equal(undecoded("PNG").code, "damaged_image");
});

test("a header says how large a picture is", () => {
  const png = bytes("\x89PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", [0, 0, 4, 0], [0, 0, 0, 7]);
  assert.deepEqual(sizeInHeader(png, "PNG"), { width: 1024, height: 7 });
  const jpeg = bytes([
    0xff, 0xd8, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xc4, 0, 3, 1, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 5, 1, 0, 1,
  ]);
  assert.deepEqual(sizeInHeader(jpeg, "JPEG"), { width: 256, height: 5 });
  assert.deepEqual(sizeInHeader(bytes("GIF89a", [3, 0, 2, 1]), "GIF"), { width: 3, height: 258 });
  const bmp = bytes("BM", Array(16).fill(0), [9, 0, 0, 0], [0xfe, 0xff, 0xff, 0xff]);
  assert.deepEqual(sizeInHeader(bmp, "BMP"), { width: 9, height: 2 }, "it may go from the top down");
  const webp = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", Array(8).fill(0), [1, 0, 0], [2, 0, 1]);
  assert.deepEqual(sizeInHeader(webp, "WebP"), { width: 2, height: 65539 });
  assert.equal(sizeInHeader(png.subarray(0, 18), "PNG"), null, "which decoding will tell");
});

test("too many pixels are refused by what the header claims", () => {
  checkSize({ width: 8000, height: 8000 });
  const values = { width: 8001, height: 8000, limit: 64 };
  assert.throws(() => checkSize({ width: 8001, height: 8000 }), { code: "too_many_pixels", values });
  assert.throws(() => checkSize({ width: 0, height: 5 }), isA("damaged_image"));
});

const IMAGE = bytes(",", [0, 0, 0, 0, 1, 0, 1, 0, 0], [2, 2, 0x4c, 1, 0]);

test("a second image makes an animation", () => {
  const head = bytes("GIF89a", [1, 0, 1, 0, 0x80, 0, 0], [0, 0, 0, 9, 9, 9], "!", [0xf9, 4, 0, 0, 0, 0, 0]);
  assert.equal(isAnimated(bytes([...head], [...IMAGE], ";"), "GIF"), false);
  assert.equal(isAnimated(bytes([...head], [...IMAGE], "!", [0xfe, 1, 44, 0], [...IMAGE], ";"), "GIF"), true);
  const chunk = (name, data) => bytes([0, 0, 0, data.length], name, data, [0, 0, 0, 0]);
  const png = (...chunks) => bytes("\x89PNG\r\n\x1a\n", ...chunks.map((one) => [...one]));
  const control = chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]);
  assert.equal(isAnimated(png(chunk("IHDR", [1]), control, chunk("IDAT", [1])), "PNG"), true);
  assert.equal(isAnimated(png(chunk("IHDR", [1]), chunk("IDAT", [1]), control), "PNG"), false);
  const frame = bytes("ANMF", [1, 0, 0, 0], [7, 0]);
  assert.equal(isAnimated(bytes("RIFF", [0, 0, 0, 0], "WEBP", [...frame], [...frame]), "WebP"), true);
  assert.equal(isAnimated(bytes("RIFF", [0, 0, 0, 0], "WEBP", [...frame]), "WebP"), false);
  assert.equal(isAnimated(bytes("\0\0\0\x20ftypavis"), "AVIF"), true);
});

test("a picture's address holds a bitmap from the bottom up", () => {
  const url = dataUrl({ width: 3, height: 2, grey: Uint8Array.of(1, 2, 3, 250, 251, 252) });
  const [head, body] = url.split(",");
  const found = Buffer.from(body, "base64");
  assert.equal(head, "data:image/bmp;base64");
  assert.deepEqual([found.readUInt32LE(2), found.readInt32LE(18), found.readInt32LE(22)], [found.length, 3, 2]);
  assert.deepEqual([...found.subarray(found.readUInt32LE(10))], [250, 251, 252, 0, 1, 2, 3, 0]);
  assert.deepEqual([...found.subarray(54 + 4 * 200, 54 + 4 * 200 + 4)], [200, 200, 200, 0]);
});

/** Two rows of three pixels, each of them its own grey; and of each orientation what it has to become. */
const SIX = pixelsOf(
  3,
  2,
  Uint8Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2)),
);
const WHOLE = (size) => ({ top: 0, left: 0, bottom: size.height, right: size.width });
const UPRIGHT = [
  [0, 1, 2, 3, 4, 5],
  [2, 1, 0, 5, 4, 3],
  [5, 4, 3, 2, 1, 0],
  [3, 4, 5, 0, 1, 2],
  [0, 3, 1, 4, 2, 5],
  [3, 0, 4, 1, 5, 2],
  [5, 2, 4, 1, 3, 0],
  [2, 5, 1, 4, 0, 3],
];

test("each of Exif's orientations is undone, of the whole and of a box", () => {
  UPRIGHT.forEach((expected, i) => {
    const turned = upright(SIX, i + 1);
    assert.equal(turned.width, i < 4 ? 3 : 2);
    const greys = (box) => [...turned.read(box)].filter((_, at) => at % 4 === 0);
    assert.deepEqual(greys(WHOLE(turned)), expected, `orientation ${i + 1}`);
    assert.deepEqual(greys({ top: 1, left: 1, bottom: 2, right: 2 }), [expected[turned.width + 1]]);
  });
});

const rgba = (...pixels) => Uint8Array.from(pixels.flat());

test("grey is brightness, reduced by whole factors", () => {
  const [red, white] = [[255, 0, 0, 255], [255, 255, 255, 255]]; // prettier-ignore
  assert.ok(near([...readGrey(pixelsOf(2, 1, rgba(red, white))).data], [76 / 255, 1]));
  const wide = pixelsOf(
    2048,
    1,
    Uint8Array.from({ length: 4 * 2048 }, (_, i) => (i % 8 < 4 ? 255 : i % 4 === 3 ? 255 : 0)),
  );
  const { width, data } = readGrey(wide);
  assert.deepEqual([width, Math.round(255 * data[9])], [1024, 128]);
  assert.equal(readGrey(wide, [0.25, 0, 0.5, 1]).width, 512, "of a window's own pixels");
});

test("what is transparent stands on what contrasts with its ink", () => {
  const nothing = [0, 0, 0, 0];
  const on = (ink) => [...readGrey(pixelsOf(3, 1, rgba(nothing, [...ink, 255], nothing))).data];
  assert.deepEqual(on([0, 0, 0]), [1, 0, 1]);
  assert.deepEqual(on([255, 255, 255]), [0, 1, 0]);
});

test("ink as bright as its paper is told by its colour", () => {
  const [red, green, blue, brown] = [[250, 0, 0], [0, 128, 0], [0, 0, 255], [98, 0, 0]]; // prettier-ignore
  for (const [paper, ink] of [
    [green, red],
    [red, green],
    [blue, brown],
  ]) {
    // prettier-ignore
    const at = (i) => [...(Math.hypot((i % 64) - 32, (i >> 6) - 32) < 12 ? ink : paper), 255];
    const { data } = readGrey(pixelsOf(64, 64, rgba(...Array.from({ length: 4096 }, (_, i) => at(i)))));
    assert.ok(data[0] - data[32 * 64 + 32] > 0.9, "and the ink, which is less, is dark");
  }
});
