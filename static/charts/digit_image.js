/** Digits painted on canvases. */

import { SIDE } from "../core/pixels.js";

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

/** A small canvas with a digit in it. @param {Uint8Array} bytes @param {string} [name] */
export function picture(bytes, name) {
  const canvas = digitCanvas(name);
  paint(canvas, bytes);
  return canvas;
}
