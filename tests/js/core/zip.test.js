import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, zip } from "../../../static/core/zip.js";

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

test("a check sum is the one that everybody has", () => {
  assert.equal(crc32(bytes("123456789")), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});

test("an archive ends with a list of its files and where each begins", () => {
  const made = zip({ "a/one.txt": bytes("one"), "hai.txt": bytes("số hai") }, new Date(2026, 10, 30, 12, 34, 56));
  const view = new DataView(made.buffer);
  const end = made.length - 22;
  assert.equal(view.getUint32(end, true), 0x06054b50);
  assert.equal(view.getUint16(end + 10, true), 2);
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  assert.equal(start + size, end);
  const second = view.getUint32(start + 46 + "a/one.txt".length + 42, true);
  assert.equal(view.getUint32(second, true), 0x04034b50);
  assert.equal(new TextDecoder().decode(made.subarray(second + 30, second + 37)), "hai.txt");
  assert.equal(new TextDecoder().decode(made.subarray(second + 37, start)), "số hai");
});
