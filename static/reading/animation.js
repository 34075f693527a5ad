/** Whether a picture file is an animation, of which a browser would show the first image without a word. Pure. */

import { lettersOf } from "./formats.js";
import { chunksOfPng } from "./png_chunks.js";

/** @typedef {import("./formats.js").Format} Format */

/** @param {Uint8Array} bytes @param {Format} format */
export function isAnimated(bytes, format) {
  if (format === "GIF") return imagesOfGif(bytes) > 1;
  if (format === "PNG") return framesOfPng(bytes) > 1;
  if (format === "WebP") return chunksOfWebp(bytes).filter((name) => name === "ANMF").length > 1;
  return format === "AVIF" && lettersOf(bytes, 8, 4) === "avis";
}

/** How many images it has, as far as two. @param {Uint8Array} bytes */
function imagesOfGif(bytes) {
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0); // bytes of colours
  let at = 13 + table(bytes[10]);
  let images = 0;
  while (at < bytes.length && images < 2) {
    const block = bytes[at];
    if (block === 0x2c) {
      images++;
      at += 11 + table(bytes[at + 9]);
    } else if (block === 0x21) at += 2;
    else break;
    while (bytes[at]) at += bytes[at] + 1; // parts of at most 255 bytes, up to an empty one
    at++;
  }
  return images;
}

/** What the chunk says that stands before the first image. @param {Uint8Array} bytes */
function framesOfPng(bytes) {
  const [first] = chunksOfPng(bytes).filter(({ name }) => name === "acTL" || name === "IDAT");
  return first?.name === "acTL" ? viewOf(bytes).getUint32(first.at) : 1;
}

/** @param {Uint8Array} bytes */
function chunksOfWebp(bytes) {
  const names = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    names.push(lettersOf(bytes, at, 4));
    const size = viewOf(bytes).getUint32(at + 4, true);
    at += 8 + size + (size % 2); // chunks lie at even places
  }
  return names;
}

/** @param {Uint8Array} bytes */
const viewOf = ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength);
