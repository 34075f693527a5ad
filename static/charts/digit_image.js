/** Paint digits on canvases. */

import { SIDE } from "../core/pixels.js";
import { inkNow } from "../page/ink.js";

/** Paint a digit's 784 bytes on a canvas of its own, with the theme's ink. @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes */
export function paint(canvas, bytes) {
  take(canvas);
  paintAt(canvas, bytes, 0, 0);
}

/** Make a canvas for several digits, with the theme's paper and ink. @param {HTMLCanvasElement} canvas @param {number} side */
export function blank(canvas, side) {
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = take(canvas) === "dark" ? "#fff" : "#000";
  context.fillRect(0, 0, side, side);
}

/** A canvas takes the ink that the theme has now. @param {HTMLCanvasElement} canvas */
function take(canvas) {
  const ink = inkNow();
  if (canvas.dataset.ink !== ink) canvas.dataset.ink = ink;
  return ink;
}

/** Paint one of several, in the canvas's ink. @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} left @param {number} top */
export function paintAt(canvas, bytes, left, top) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(SIDE, SIDE);
  const words = new Uint32Array(image.data.buffer);
  const paper = canvas.dataset.ink === "dark" ? 0xffffff : 0;
  for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | ((bytes[i] * 0x010101) ^ paper);
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
