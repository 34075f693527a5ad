/** All nearly level lines across a small mask, and how much of each is inked. */

import { roundToEven } from "../arrays/statistics.js";

/** @typedef {import("../arrays/planes.js").Mask} Mask */

const STEEPEST = 0.12; // px down per px along: a sheet is held at most that slanted
const BESIDE = 0.9; // that a pixel beside a line counts

/** @param {import("../arrays/planes.js").Size} size of the mask */
export function slantedLines({ width, height }) {
  const count = 2 * roundToEven(STEEPEST * width) + 1;
  const step = count > 1 ? (2 * STEEPEST) / (count - 1) : 0;
  const slopes = Float64Array.from({ length: count }, (_, i) =>
    i === count - 1 && i ? STEEPEST : i * step - STEEPEST,
  );

  /** The y of a line at each x. @param {number} row at its left end @param {number} column of its slope */
  const places = (row, column) => Int32Array.from({ length: width }, (_, x) => roundToEven(row + slopes[column] * x));
  const lines = Array.from({ length: height * count }, (_, i) => places(Math.floor(i / count), i % count));

  /**
   * What part of each line lies on a mask or beside it: by row, then by slope.
   *
   * Beside it counts a little less, so that the clearest line lies in the middle of its ink.
   * @param {Mask} small @param {Mask} near it, and the pixels above and below it
   */
  function coverage(small, near) {
    const thick = Float64Array.from(small.data, (is, i) => (is ? 1 : near.data[i] * BESIDE));
    const row = new Float64Array(width);
    return Float64Array.from(lines, (line) => {
      for (let x = 0; x < width; x++) row[x] = line[x] >= 0 && line[x] < height ? thick[line[x] * width + x] : 0;
      return pairwiseSum(row) / width;
    });
  }
  return { slopes, places, coverage };
}

/**
 * The sum in NumPy's order, of up to 128 numbers: of lines that are as clear, the same one has to be the clearest.
 * @param {Float64Array} values
 */
export function pairwiseSum(values) {
  const whole = values.length < 8 ? 0 : values.length - (values.length % 8);
  const parts = new Float64Array(8);
  for (let i = 0; i < whole; i++) parts[i % 8] += values[i];
  const [a, b, c, d, e, f, g, h] = parts;
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < values.length; i++) total += values[i];
  return total;
}
