/** Images side by side on one canvas: hundreds of canvases would be slow. */

import { shapeOf } from "../core/pixels.js";
import { blank, paintAt } from "./digit_image.js";

/** @param {HTMLCanvasElement} canvas @param {Uint8Array[]} images equal in size, not empty */
export function paintStrip(canvas, images) {
  const { side } = shapeOf(images[0].length);
  blank(canvas, side, images.length);
  images.forEach((image, i) => paintAt(canvas, image, i * side, 0));
}
