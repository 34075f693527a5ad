/** Decoded images of a square grid as one picture of ink, painted anew with each frame on the same canvas. */

import { SIDE } from "../core/mnist.js";

/** @typedef {[red: number, green: number, blue: number]} Ink */

export function createGridPicture() {
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {ImageData | undefined} */
  let picture;
  return {
    canvas,
    /** @param {Uint8Array[]} images row by row from above @param {Ink} ink of the theme @param {number} opacity of full ink */
    paint(images, ink, opacity) {
      const across = Math.round(Math.sqrt(images.length));
      const width = across * SIDE;
      if (picture?.width !== width) {
        canvas.width = canvas.height = width;
        picture = context.createImageData(width, width);
      }
      const words = new Uint32Array(picture.data.buffer);
      const colour = ink[0] | (ink[1] << 8) | (ink[2] << 16);
      images.forEach((image, i) => {
        const corner = (Math.floor(i / across) * width + (i % across)) * SIDE;
        for (let y = 0, at = 0; y < SIDE; y++)
          for (let x = 0; x < SIDE; x++, at++) words[corner + y * width + x] = colour | ((image[at] * opacity) << 24);
      });
      context.putImageData(picture, 0, 0);
    },
  };
}

/** A colour as a style sheet computes it. @param {string} text rgb(…) @returns {Ink} */
export function inkOf(text) {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}
