/** A square of many images on one canvas. */

import { shapeOf } from "../core/pixels.js";
import { blank, paintAt } from "./digit_image.js";

/**
 * Make a canvas for images in cells, each in the middle of its own, enlarged so many times as it fits in there.
 * @param {HTMLCanvasElement} canvas
 * @param {{cells: number, cell?: number, size: number}} how cells on a side; cell: its pixels, at least an image's own;
 *   size: bytes of an image
 * @returns {(i: number, image: Uint8Array) => void} paints the i-th, row by row
 */
export function imageGrid(canvas, { cells, cell = 0, size }) {
  const { side } = shapeOf(size);
  const room = Math.max(cell, side);
  const times = Math.floor(room / side);
  const gap = Math.floor((room - times * side) / 2);
  blank(canvas, cells * room);
  return (i, image) => {
    const [left, top] = [(i % cells) * room + gap, Math.floor(i / cells) * room + gap];
    paintAt(canvas, image, left, top);
    if (times > 1) enlarge(canvas, [left, top, side, side], times);
  };
}

/** @param {HTMLCanvasElement} canvas @param {[number, number, number, number]} part left, top, width, height @param {number} times */
function enlarge(canvas, [left, top, width, height], times) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, left, top, width, height, left, top, times * width, times * height);
}
