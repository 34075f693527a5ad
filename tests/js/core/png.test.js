import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateSync } from "node:zlib";
import { png, pngAddress } from "../../../static/core/png.js";

/** A file's parts by name; every checksum is looked at. */
function chunks(file) {
  const bytes = Buffer.from(file);
  assert.deepEqual([...bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const found = {};
  for (let at = 8; at < bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + size);
    assert.equal(bytes.readUInt32BE(at + 8 + size), crc32(named));
    found[named.subarray(0, 4).toString()] = named.subarray(4);
    at += 12 + size;
  }
  return found;
}

for (const [channels, type] of [
  [1, 0],
  [3, 2],
])
  test(`a picture of ${channels} bytes a pixel comes back as it was`, () => {
    const pixels = Uint8Array.from({ length: 28 * 30 * channels }, (_, i) => (i * 37) % 256);
    const { IHDR, IDAT, IEND } = chunks(png(pixels, 28, channels));
    assert.deepEqual([IHDR.readUInt32BE(0), IHDR.readUInt32BE(4), IHDR[8], IHDR[9]], [28, 30, 8, type]);
    const lines = inflateSync(IDAT);
    const stride = 28 * channels + 1;
    assert.ok(Array.from({ length: 30 }, (_, y) => lines[y * stride]).every((filter) => filter === 0));
    assert.deepEqual(
      lines.filter((_, i) => i % stride),
      Buffer.from(pixels),
    );
    assert.equal(IEND.length, 0);
  });

test("one that fills more than a block comes back too", () => {
  const pixels = new Uint8Array(300 * 300).fill(7);
  assert.equal(inflateSync(chunks(png(pixels, 300)).IDAT).length, 300 * 301);
});

test("as an address it holds the same file", () => {
  const address = pngAddress(new Uint8Array(4), 2);
  assert.deepEqual(Buffer.from(address.split(",")[1], "base64"), Buffer.from(png(new Uint8Array(4), 2)));
});
