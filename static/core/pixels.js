/** Images as bytes, row by row with a pixel's colours side by side; and as text for the URL. Pure. */

/** @typedef {{side: number, channels: number}} Shape of images: square, grey (1 channel) or red, green and blue (3) */
/** @typedef {(number | number[])[][]} Rows of pixels; in colour a pixel is a list of three numbers */

/** @param {number} length */
const channelsOf = (length) => [1, 3].find((count) => Number.isInteger(Math.sqrt(length / count)));

/**
 * An image's shape by the number of its bytes, which tells it: no square number is three times another.
 * Raises RangeError where no square image has so many.
 * @param {number} length @returns {Shape}
 */
export function shapeOf(length) {
  const channels = channelsOf(length);
  if (!length || !channels) throw new RangeError(`no square image has ${length} bytes`);
  return { side: Math.sqrt(length / channels), channels };
}

/** Rows of numbers in 0..1 as bytes. @param {Rows} rows */
export const toBytes = (rows) => Uint8Array.from(rows.flat(2), (value) => Math.round(value * 255));

/** Bytes as rows of numbers, by default in 0..1. @param {Uint8Array} bytes @param {number} [white] the largest number @returns {Rows} */
export function toRows(bytes, white = 1) {
  const { side, channels } = shapeOf(bytes.length);
  const pixel = (/** @type {number} */ at) => {
    const values = Array.from(bytes.subarray(at, at + channels), (value) => (value * white) / 255);
    return channels === 1 ? values[0] : values;
  };
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => pixel((y * side + x) * channels)),
  );
}

/** Of each pixel one number, in colour the sum of its three. @param {Rows} rows @returns {number[][]} */
export const byPixel = (rows) =>
  rows.map((row) => row.map((pixel) => (typeof pixel === "number" ? pixel : pixel.reduce((sum, one) => sum + one, 0))));

/**
 * Equal images in bytes that follow one another, cut at a place of one. @param {Uint8Array} bytes @param {number} size of
 * one image @param {number} i its place
 */
export const cut = (bytes, size, i) => bytes.subarray(i * size, (i + 1) * size);

/**
 * A grey image as black ink on nothing, in RGBA, to be painted on paper.
 * @param {Uint8Array} bytes @param {number} opacity of full ink, 0 to 1
 */
export const asInk = (bytes, opacity) =>
  Uint8ClampedArray.from({ length: 4 * bytes.length }, (_, i) => (i % 4 === 3 ? bytes[i >> 2] * opacity : 0));

/** Bytes as base64url. @param {Uint8Array} bytes */
export const pack = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Base64url back to bytes. @param {string} text */
export const unpack = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const LARGEST = 32 * 32 * 3; // bytes that a link holds: 4 kB of text, which each browser and most messengers take
const SMALLEST = 8 * 8;

/** Whether text is that of a square image, and short enough for a link. @param {string} text */
export function isLinkable(text) {
  const length = Math.floor((text.length * 3) / 4);
  const isFit = length >= SMALLEST && length <= LARGEST && text.length % 4 !== 1;
  return isFit && /^[\w-]+$/.test(text) && channelsOf(length) !== undefined;
}
