/** Planes reduced by a whole factor, each new pixel the mean of a block: the cheapest area filter. As Pillow rounds. */

import { greyOf, maskOf } from "./planes.js";

/** @typedef {import("./planes.js").Grey} Grey */
/** @typedef {import("./planes.js").Bytes} Bytes */
/** @typedef {import("./planes.js").Mask} Mask */

/** The last blocks of a row or column may be smaller. @param {Grey} grey @param {number} factor @returns {Grey} */
export function reducedBy(grey, factor) {
  if (factor === 1) return grey;
  const { width, height, data } = grey;
  const found = greyOf(Math.ceil(width / factor), Math.ceil(height / factor));
  for (let y = 0; y < found.height; y++) {
    const top = y * factor;
    const bottom = Math.min(top + factor, height);
    for (let x = 0; x < found.width; x++) {
      const left = x * factor;
      const right = Math.min(left + factor, width);
      let total = 0;
      for (let row = top; row < bottom; row++)
        for (let i = row * width + left; i < row * width + right; i++) total += data[i];
      found.data[y * found.width + x] = total * (1 / ((bottom - top) * (right - left)));
    }
  }
  return found;
}

/** Grey, its longer side at most `longer` px. @param {Grey} grey @param {number} longer @returns {Grey} */
export const reduced = (grey, longer) => reducedBy(grey, Math.ceil(Math.max(grey.width, grey.height) / longer));

/**
 * By one factor across and one down.
 * @param {Bytes} bytes @param {number} across @param {number} down @returns {Bytes}
 */
export function reducedBytes({ width, height, data }, across, down) {
  const found = maskOf(Math.ceil(width / across), Math.ceil(height / down));
  for (let y = 0; y < found.height; y++) {
    const top = y * down;
    const bottom = Math.min(top + down, height);
    for (let x = 0; x < found.width; x++) {
      const left = x * across;
      const right = Math.min(left + across, width);
      let total = 0;
      for (let row = top; row < bottom; row++)
        for (let i = row * width + left; i < row * width + right; i++) total += data[i];
      found.data[y * found.width + x] = meanByte(total, (bottom - top) * (right - left));
    }
  }
  return found;
}

/** The mean of `count` bytes, by a reciprocal in whole numbers. @param {number} total @param {number} count */
export function meanByte(total, count) {
  const reciprocal = Math.floor(Math.fround(2 ** 24 / count));
  return Math.floor(((total + (count >> 1)) * reciprocal) / 2 ** 24);
}

/**
 * A mask as coarse, set where any pixel of a cell is: thin lines survive.
 * @param {Mask} mask @param {number} step @returns {Mask}
 */
export function coarse(mask, step) {
  if (step === 1) return mask;
  const { width, height, data } = mask;
  const found = maskOf(Math.ceil(width / step), Math.ceil(height / step));
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / step) * found.width;
    for (let x = 0; x < width; x++) if (data[y * width + x]) found.data[row + Math.floor(x / step)] = 1;
  }
  return found;
}
