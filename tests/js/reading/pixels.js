/** Pictures for tests, as a decoded file gives its pixels. */

import { cut } from "../../../static/reading/arrays/planes.js";

/** @param {number} width @param {number} height @param {Uint8Array | Uint8ClampedArray} rgba */
export const pixelsOf = (width, height, rgba) => ({
  width,
  height,
  read({ top, left, bottom, right }) {
    const part = cut(
      { width: 4 * width, height, data: new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length) },
      { top, left: 4 * left, bottom, right: 4 * right },
    );
    return new Uint8ClampedArray(part.data.buffer);
  },
});
