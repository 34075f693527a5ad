/** Pictures of any size to a square, as model/datasets/reading/fit.py does: the whole of each, by areas, in the middle. */

import { borderOf, greyOf, transposed } from "./arrays/planes.js";
import { median, roundToEven } from "./arrays/statistics.js";

/** @typedef {import("./arrays/planes.js").Grey} Grey */

/**
 * A plane in a square whose side its longer one becomes, each new number the mean of the area that it covers; the margins
 * beside the shorter one are the median of its border.
 * @param {Grey} plane @param {number} side @returns {Grey}
 */
export function fit(plane, side) {
  const { width, height } = plane;
  const [columns, rows] = [width, height].map((size) =>
    Math.max(1, roundToEven((size * side) / Math.max(width, height))),
  );
  const small = transposed(narrowed(transposed(narrowed(plane, columns)), rows));
  const square = greyOf(side, side);
  square.data.fill(median(Float32Array.from(borderOf(plane))));
  const [top, left] = [(side - rows) >> 1, (side - columns) >> 1];
  for (let y = 0; y < rows; y++)
    square.data.set(small.data.subarray(y * columns, (y + 1) * columns), (top + y) * side + left);
  return square;
}

/** With so many columns, each the mean of those that it covers. @param {Grey} plane @param {number} columns @returns {Grey} */
function narrowed({ width, height, data }, columns) {
  const found = greyOf(columns, height);
  for (let x = 0; x < columns; x++) {
    const covered = sharesOf(x, width / columns, width);
    for (let y = 0; y < height; y++)
      found.data[y * columns + x] = covered.reduce((sum, [at, share]) => sum + share * data[y * width + at], 0);
  }
  return found;
}

/**
 * Of a new number of such a length, the old ones that it covers, and its share of each.
 * @param {number} index @param {number} length @param {number} count of the old ones @returns {[number, number][]}
 */
function sharesOf(index, length, count) {
  const [start, end] = [index * length, (index + 1) * length];
  const first = Math.floor(start);
  return Array.from({ length: Math.min(Math.ceil(end), count) - first }, (_, i) => {
    const at = first + i;
    return [at, (Math.min(end, at + 1) - Math.max(start, at)) / length];
  });
}
