/** Paint digits on canvases. */

import { SIDE } from "../core/pixels.js";

/**
 * Paint a digit's 784 bytes into a canvas.
 * @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} [left] @param {number} [top]
 */
export function paint(canvas, bytes, left = 0, top = 0) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(SIDE, SIDE);
  const words = new Uint32Array(image.data.buffer);
  for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | (bytes[i] * 0x010101);
  context.putImageData(image, left, top);
}

/** A canvas for one digit, hidden from screen readers unless named. @param {string} [name] */
export function digitCanvas(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.className = "digit";
  canvas.setAttribute("role", name ? "img" : "presentation");
  if (name) canvas.setAttribute("aria-label", name);
  return canvas;
}

/** A canvas on which a digit is painted once all have come. @param {Promise<Uint8Array[]>} digits @param {number} index */
export function awaitedPicture(digits, index) {
  const canvas = digitCanvas();
  digits.then((all) => paint(canvas, all[index]));
  return canvas;
}

/** A canvas with a digit painted on it. @param {Uint8Array} bytes @param {string} [name] */
export function picture(bytes, name) {
  const canvas = digitCanvas(name);
  paint(canvas, bytes);
  return canvas;
}
