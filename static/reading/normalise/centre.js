/** One digit's ink to 28×28: its box to 20 px, its centre of mass to the middle. */

import { SIDE } from "../../core/mnist.js";
import { greyOf, maskOf, padded } from "../arrays/planes.js";
import { BICUBIC, resized } from "../arrays/resampling.js";
import { largest, roundToEven } from "../arrays/statistics.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Bytes} Bytes */

const { fround, max, min } = Math;
export const BOX = 20; // px, the longer side of a digit
const CENTRE = 14; // pixel index of the centre of mass

/** Ink, cut to the digit's box, as 28×28 bytes by MNIST's convention. @param {Grey} ink @returns {Bytes} */
export const toConvention = (ink) => centre(toGreyLevels(scaleToBox(ink)));

/**
 * Ink in the middle of a square of 20×20 that its longer side fills, its brightest pixel 1.
 * @param {Grey} ink @returns {Grey}
 */
function scaleToBox(ink) {
  const side = max(ink.width, ink.height);
  const [across, down] = [side - ink.width, side - ink.height];
  const [left, top] = [across >> 1, down >> 1];
  const square = padded(ink, { top, left, bottom: down - top, right: across - left });
  // Of fewer pixels an area filter would make blocks.
  const small = side < BOX ? resized(square, { width: BOX, height: BOX }, BICUBIC) : byArea(square);
  const most = largest(small.data);
  return { ...small, data: small.data.map((value) => min(max(fround(value / most), 0), 1)) };
}

/**
 * The area filter from a larger square to 20×20.
 *
 * Pillow's BOX gives each pixel whole to one neighbour, and so loses a hairline from 21 px to 20.
 * @param {Grey} square @returns {Grey}
 */
function byArea({ width: side, data }) {
  const weights = areaWeights(side, BOX);
  const rows = greyOf(side, BOX);
  for (let i = 0; i < BOX; i++)
    for (let x = 0; x < side; x++) rows.data[i * side + x] = weighted(weights[i], (at) => data[at * side + x]);
  const small = greyOf(BOX, BOX);
  for (let y = 0; y < BOX; y++)
    for (let j = 0; j < BOX; j++) small.data[y * BOX + j] = weighted(weights[j], (at) => rows.data[y * side + at]);
  return small;
}

/** @typedef {{first: number, parts: Float32Array}} Weights of the old pixels from the first on */

/** @param {Weights} weights @param {(at: number) => number} value */
function weighted({ first, parts }, value) {
  let total = 0;
  for (let i = 0; i < parts.length; i++) total += parts[i] * value(first + i);
  return total;
}

/**
 * What part of each of m new pixels each of n old ones covers.
 * @param {number} n @param {number} m @returns {Weights[]}
 */
export function areaWeights(n, m) {
  return Array.from({ length: m }, (_, i) => {
    const [start, end] = [(i * n) / m, ((i + 1) * n) / m];
    const first = Math.floor(start);
    const covered = (/** @type {number} */ old) => max(min(end, old + 1) - max(start, old), 0);
    const count = Math.ceil(end) - first;
    return { first, parts: Float32Array.from({ length: count }, (_, k) => (covered(first + k) * m) / n) };
  });
}

/**
 * Place a square of 20×20 on black 28×28, all of it inside, its centre of mass at 14.0 to the nearest pixel.
 *
 * Of whole levels, whose sums are exact: else a symmetric digit would go left or right by rounding alone.
 * @param {Bytes} square @returns {Bytes}
 */
export function centre(square) {
  const room = SIDE - BOX;
  const [y, x] = centreOfMass(square).map((mass) => min(max(roundToEven(CENTRE - mass), 0), room));
  return padded(square, { top: y, left: x, bottom: room - y, right: room - x });
}

/** @param {Bytes} square */
function centreOfMass({ width, data }) {
  let [total, down, across] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    total += data[i];
    down += data[i] * Math.floor(i / width);
    across += data[i] * (i % width);
  }
  return [down / total, across / total];
}

/** Pixels in 0..1 rounded to levels 0, 1, … 255, as in MNIST. @param {Grey} pixels @returns {Bytes} */
function toGreyLevels({ width, height, data }) {
  const levels = maskOf(width, height);
  for (let i = 0; i < data.length; i++) levels.data[i] = roundToEven(fround(data[i] * 255));
  return levels;
}
