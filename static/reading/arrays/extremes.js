/** The greatest and least numbers in a window around each, by running extremes: as quick for a wide window as for 3. */

import { maskOf, planeOf, transposed } from "./planes.js";

/** @template {import("./planes.js").Numbers} T @typedef {import("./planes.js").Plane<T>} Plane */
/** @typedef {import("./planes.js").Grey} Grey */
/** @typedef {import("./planes.js").Mask} Mask */

/**
 * The greatest in a square window, which is cut off at the border.
 * @template {import("./planes.js").Numbers} T @param {Plane<T>} plane @param {number} window odd, px
 * @returns {Plane<T>}
 */
export const dilated = (plane, window) =>
  transposed(alongRows(transposed(alongRows(plane, window, true)), window, true));

/**
 * The least, likewise.
 * @template {import("./planes.js").Numbers} T @param {Plane<T>} plane @param {number} window @returns {Plane<T>}
 */
export const eroded = (plane, window) =>
  transposed(alongRows(transposed(alongRows(plane, window, false)), window, false));

/** What is dark and narrower than the window filled. @param {Grey} grey @param {number} window */
export const closed = (grey, window) => eroded(dilated(grey, window), window);

/** What is light and narrower than the window filled. @param {Grey} grey @param {number} window */
export const opened = (grey, window) => dilated(eroded(grey, window), window);

/** The greatest of each and those above and below it. @param {Mask} mask @returns {Mask} */
export const dilatedDown = (mask) => transposed(alongRows(transposed(mask), 3, true));

/**
 * Each row's extremes: of blocks as wide as the window from both sides, of which any window needs two. Van Herk, 1992.
 * @template {import("./planes.js").Numbers} T
 * @param {Plane<T>} plane @param {number} window @param {boolean} isMax
 * @returns {Plane<T>}
 */
function alongRows({ width, height, data }, window, isMax) {
  const found = planeOf(data, width, height);
  const reach = window >> 1;
  const neutral = isMax ? -Infinity : Infinity;
  const length = Math.ceil((width + 2 * reach) / window) * window;
  const [row, from, to] = [0, 1, 2].map(() => new Float64Array(length).fill(neutral));
  for (let y = 0; y < height; y++) {
    row.set(data.subarray(y * width, (y + 1) * width), reach);
    if (isMax) greatest(row, from, to, window);
    else smallest(row, from, to, window);
    const start = y * width;
    for (let x = 0; x < width; x++) {
      const a = to[x];
      const b = from[x + window - 1];
      found.data[start + x] = isMax === a > b ? a : b;
    }
  }
  return found;
}

/**
 * Running maxima of blocks, from their starts and from their ends.
 * @param {Float64Array} row @param {Float64Array} from @param {Float64Array} to @param {number} block
 */
function greatest(row, from, to, block) {
  for (let start = 0; start < row.length; start += block) {
    let most = -Infinity;
    for (let i = start; i < start + block; i++) from[i] = most = row[i] > most ? row[i] : most;
    most = -Infinity;
    for (let i = start + block - 1; i >= start; i--) to[i] = most = row[i] > most ? row[i] : most;
  }
}

/**
 * Running minima, likewise.
 * @param {Float64Array} row @param {Float64Array} from @param {Float64Array} to @param {number} block
 */
function smallest(row, from, to, block) {
  for (let start = 0; start < row.length; start += block) {
    let few = Infinity;
    for (let i = start; i < start + block; i++) from[i] = few = row[i] < few ? row[i] : few;
    few = Infinity;
    for (let i = start + block - 1; i >= start; i--) to[i] = few = row[i] < few ? row[i] : few;
  }
}

/** A mask without those that lie beside one outside it, or on the border. @param {Mask} mask @returns {Mask} */
export function core({ width, height, data }) {
  const inner = maskOf(width, height);
  for (let y = 1; y < height - 1; y++)
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++)
      inner.data[i] = data[i] & data[i - 1] & data[i + 1] & data[i - width] & data[i + width];
  return inner;
}

/**
 * A mask without those that have one outside it, or the border, within `reach` rows and columns.
 * @param {Mask} mask @param {number} reach @returns {Mask}
 */
export function coreBySquare(mask, reach) {
  const { width, height, data } = eroded(mask, 2 * reach + 1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (Math.min(x, y, width - 1 - x, height - 1 - y) < reach) data[y * width + x] = 0;
  return { width, height, data };
}
