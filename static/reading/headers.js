/** How large a picture file says that it is: a file of a few kB may claim more pixels than a machine holds. Pure. */

import { lettersOf } from "./formats.js";
import { Problem } from "./problem.js";

/** @typedef {import("./arrays/planes.js").Size} Size */
/** @typedef {import("./formats.js").Format} Format */

const MAX_PIXELS = 64_000_000; // a phone's 48 megapixels fit; the server takes as many
const FRAMES = [0xc4, 0xc8, 0xcc]; // JPEG's markers among those of frames that are none

/** Raises Problem too_many_pixels or damaged_image. @param {Size} size */
export function checkSize({ width, height }) {
  if (width * height > MAX_PIXELS)
    throw new Problem("too_many_pixels", { width, height, limit: Math.floor(MAX_PIXELS / 1e6) });
  if (width * height === 0) throw new Problem("damaged_image");
}

/**
 * The size in a file's header; null where that does not begin with it.
 * @param {Uint8Array} bytes @param {Format} format @returns {Size | null}
 */
export function sizeInHeader(bytes, format) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { PNG: ofPng, JPEG: ofJpeg, GIF: ofGif, BMP: ofBmp, WebP: ofWebp, AVIF: none, HEIC: none, TIFF: none }[
      format
    ](view, bytes);
  } catch (error) {
    if (error instanceof RangeError) return null; // it is cut short, which decoding will tell
    throw error;
  }
}

const none = () => null;

/** @param {DataView} view @returns {Size} */
const ofPng = (view) => ({ width: view.getUint32(16), height: view.getUint32(20) });

/** @param {DataView} view @returns {Size} */
const ofGif = (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) });

/** @param {DataView} view @returns {Size} */
const ofBmp = (view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) });

/** Of the first frame, behind segments of any length. @param {DataView} view @returns {Size | null} */
function ofJpeg(view) {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !FRAMES.includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}

/**
 * Of one of the three chunks with which a WebP begins.
 * @param {DataView} view @param {Uint8Array} bytes @returns {Size | null}
 */
function ofWebp(view, bytes) {
  const chunk = lettersOf(bytes, 12, 4);
  const low = (/** @type {number} */ at) => view.getUint16(at, true);
  if (chunk === "VP8X")
    return { width: 1 + low(24) + (view.getUint8(26) << 16), height: 1 + low(27) + (view.getUint8(29) << 16) };
  if (chunk === "VP8 ") return { width: low(26) & 0x3fff, height: low(28) & 0x3fff };
  if (chunk !== "VP8L") return null;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
}
