/** Digits as bytes, and as text for the URL. A digit is 784 bytes, white ink on black. Pure. */

export const SIDE = 28;

/** @typedef {{side: number, channels: number}} Shape of images: square, grey (1 channel) or red, green and blue (3) */

/** Rows of numbers in 0..1 as bytes. @param {number[][]} rows */
export const toBytes = (rows) => Uint8Array.from(rows.flat(), (value) => Math.round(value * 255));

/** Bytes as rows of numbers in 0..1. @param {Uint8Array} bytes */
export const toRows = (bytes) =>
  Array.from({ length: SIDE }, (_, y) => Array.from(bytes.subarray(y * SIDE, (y + 1) * SIDE), (value) => value / 255));

/**
 * A digit as black ink on nothing, in RGBA, to be painted on paper.
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
