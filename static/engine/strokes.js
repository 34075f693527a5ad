/**
 * A drawing to a digit, byte for byte as app/images/strokes.py does it, which says why it is defined so. Its operations are
 * these, in the same order; whole numbers stay below 2^53.
 */

import { SIDE } from "../core/mnist.js";
import { BOX, FINE, GRID, inkOf } from "./capsules.js";

const CENTRE = 14; // pixel index of the centre of mass
const SMALLEST = 0.04; // of the pad's side: a smaller drawing is a dot
const PEN = [0.5, 8]; // narrowest and widest, px of the digit's image
const FARTHEST = 2; // sides of the pad
const POINT = 3; // numbers per point: x, y, pen
const MAX_POINTS = 4096;

/** @typedef {import("./capsules.js").Segment} Segment */

/**
 * The digit that a drawing shows. Raises RangeError where the server would refuse it.
 * @param {Float32Array} rows (n, 3) of x and y, in sides of the pad, and the pen: negative where a stroke begins
 * @returns {Uint8Array} (side²)
 */
export function digitOf(rows) {
  check(rows);
  return centred(levelsOf(inkOf(segmentsOf(rows))));
}

/** @param {Float32Array} rows */
function check(rows) {
  const points = rows.length / POINT;
  if (!(Number.isInteger(points) && points >= 1 && points <= MAX_POINTS))
    throw new RangeError(`a drawing has 1 to ${MAX_POINTS} points, not ${points}`);
  for (let i = 0; i < rows.length; i += POINT) {
    const [x, y, pen] = [Math.abs(rows[i]), Math.abs(rows[i + 1]), Math.abs(rows[i + 2])];
    if (!(x <= FARTHEST && y <= FARTHEST && pen >= PEN[0] && pen <= PEN[1]))
      throw new RangeError(`point ${i / POINT} is far from the pad, or its pen is not ${PEN.join(" to ")} px wide`);
  }
}

/** The first point of a stroke is a segment without length. @param {Float32Array} rows @returns {Segment[]} */
function segmentsOf(rows) {
  const ends = toGrid(rows);
  return ends.map((end, i) => {
    const pen = rows[i * POINT + 2];
    const start = pen < 0 || !i ? end : ends[i - 1];
    const [left, right] = start.x > end.x ? [end, start] : [start, end];
    const half = Math.floor(Math.abs(pen) * ((FINE * GRID) / 2) + 0.5);
    return { ...left, across: right.x - left.x, down: right.y - left.y, half };
  });
}

/** The points in steps from the first fine pixel's centre, with room for the pen's width. @param {Float32Array} rows */
function toGrid(rows) {
  const [left, right] = extent(rows, 0);
  const [top, bottom] = extent(rows, 1);
  const [thinnest, thickest] = extent(rows, 2);
  const scale = (BOX - Math.max(-thinnest, thickest)) / Math.max(right - left, bottom - top, SMALLEST);
  const place = (/** @type {number} */ at, /** @type {number} */ middle) =>
    Math.floor(((at - middle) * scale + BOX / 2) * FINE * GRID + 0.5) - GRID / 2;
  return Array.from({ length: rows.length / POINT }, (_, i) => ({
    x: place(rows[i * POINT], (left + right) / 2),
    y: place(rows[i * POINT + 1], (top + bottom) / 2),
  }));
}

/** The least and greatest number of a column. @param {Float32Array} rows @param {number} column */
function extent(rows, column) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = column; i < rows.length; i += POINT) {
    low = Math.min(low, rows[i]);
    high = Math.max(high, rows[i]);
  }
  return [low, high];
}

/** In 256 levels, the brightest 255. @param {Uint8Array} counts */
function levelsOf(counts) {
  const most = counts.reduce((high, count) => Math.max(high, count));
  return counts.map((count) => rounded((count * 255) / most));
}

/** Placed on black so that the centre of mass is in the middle, to the nearest pixel. @param {Uint8Array} levels (20, 20) */
function centred(levels) {
  let [ink, across, down] = [0, 0, 0];
  levels.forEach((level, i) => {
    ink += level;
    across += level * (i % BOX);
    down += level * Math.floor(i / BOX);
  });
  const [x, y] = [across, down].map((sum) => Math.min(Math.max(rounded(CENTRE - sum / ink), 0), SIDE - BOX));
  const digit = new Uint8Array(SIDE * SIDE);
  for (let row = 0; row < BOX; row++) digit.set(levels.subarray(row * BOX, (row + 1) * BOX), (y + row) * SIDE + x);
  return digit;
}

/** The nearest whole number; halfway, the even one, as in Python. @param {number} x */
function rounded(x) {
  const below = Math.floor(x);
  const part = x - below;
  return part > 0.5 || (part === 0.5 && below % 2) ? below + 1 : below;
}
