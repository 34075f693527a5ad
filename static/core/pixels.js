/** Digits as bytes: painting, and packing into text for the URL. A digit is 784 bytes, white ink on black. */

export const SIDE = 28;

/**
 * Paint a digit into a canvas.
 * @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} [left] @param {number} [top]
 */
export function paint(canvas, bytes, left = 0, top = 0) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(SIDE, SIDE);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | (bytes[i] * 0x010101);
  context.putImageData(image, left, top);
}

/** A new canvas for one digit, hidden from screen readers unless it gets a name. @param {string} [name] */
export function digitCanvas(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.className = "digit";
  canvas.setAttribute("role", name ? "img" : "presentation");
  if (name) canvas.setAttribute("aria-label", name);
  return canvas;
}

/** Rows of numbers in 0..1 as bytes. @param {number[][]} rows */
export const toBytes = (rows) => Uint8Array.from(rows.flat(), (value) => Math.round(value * 255));

/** Bytes as rows of numbers in 0..1. @param {Uint8Array} bytes */
export const toRows = (bytes) =>
  Array.from({ length: SIDE }, (_, y) => Array.from(bytes.subarray(y * SIDE, (y + 1) * SIDE), (value) => value / 255));

/** Bytes as base64url. @param {Uint8Array} bytes */
export const pack = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Base64url back to bytes. @param {string} text */
export const unpack = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

/** A small canvas with a digit in it. @param {Uint8Array} bytes @param {string} [name] */
export function picture(bytes, name) {
  const canvas = digitCanvas(name);
  paint(canvas, bytes);
  return canvas;
}
