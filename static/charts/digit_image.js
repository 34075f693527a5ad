/** Paint images on canvases. */

import { shapeOf } from "../core/pixels.js";
import { inkNow } from "../page/ink.js";

/** Paint an image on a canvas of its own, if it is ink with the theme's. @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes */
export function paint(canvas, bytes) {
  const { side } = shapeOf(bytes.length);
  if (canvas.width !== side) canvas.width = side;
  if (canvas.height !== side) canvas.height = side;
  take(canvas);
  paintAt(canvas, bytes, 0, 0);
}

/**
 * Make a canvas for several images, with the theme's paper and ink.
 * @param {HTMLCanvasElement} canvas @param {number} side @param {number} [squares] that lie side by side
 */
export function blank(canvas, side, squares = 1) {
  canvas.width = squares * side;
  canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = take(canvas) === "dark" ? "#fff" : "#000";
  context.fillRect(0, 0, canvas.width, side);
}

/** A canvas takes the ink that the theme has now. @param {HTMLCanvasElement} canvas */
function take(canvas) {
  const ink = inkNow();
  if (canvas.dataset.ink !== ink) canvas.dataset.ink = ink;
  return ink;
}

/** Paint one of several, in the canvas's ink. @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} left @param {number} top */
export function paintAt(canvas, bytes, left, top) {
  const { side, channels } = shapeOf(bytes.length);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(side, side);
  const words = new Uint32Array(image.data.buffer);
  const paper = canvas.dataset.ink === "dark" ? 0xffffff : 0;
  if (channels === 1) for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | ((bytes[i] * 0x010101) ^ paper);
  else for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | colour(bytes, 3 * i);
  context.putImageData(image, left, top);
}

/** A pixel's colours as a word of RGBA. @param {Uint8Array} bytes @param {number} at */
const colour = (bytes, at) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);

/** A canvas for one image, hidden from screen readers unless named. @param {string} [name] */
export function digitCanvas(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1; // until it is painted
  canvas.className = "digit";
  canvas.setAttribute("role", name ? "img" : "presentation");
  if (name) canvas.setAttribute("aria-label", name);
  return canvas;
}

/** A canvas on which an image is painted once all have come. @param {Promise<Uint8Array[]>} digits @param {number} index */
export function awaitedPicture(digits, index) {
  const canvas = digitCanvas();
  digits.then((all) => paint(canvas, all[index]));
  return canvas;
}

/** A canvas with an image painted on it. @param {Uint8Array} bytes @param {string} [name] */
export function picture(bytes, name) {
  const canvas = digitCanvas(name);
  paint(canvas, bytes);
  return canvas;
}
