/** The parts of a PNG file. Pure. */

import { lettersOf } from "./formats.js";

/** @typedef {{name: string, at: number, size: number}} Chunk at: where its content begins; size: what it says it has */

/** Those that begin within a file, in order. @param {Uint8Array} bytes @returns {Chunk[]} */
export function chunksOfPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const size = view.getUint32(at);
    chunks.push({ name: lettersOf(bytes, at + 4, 4), at: at + 8, size });
    at += 12 + size;
  }
  return chunks;
}
