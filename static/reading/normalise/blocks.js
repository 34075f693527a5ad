/** Pixels enlarged to blocks: back to the pixels that they were, and these enlarged smoothly. */

import { strided, transposed } from "../arrays/planes.js";
import { BICUBIC, resized } from "../arrays/resampling.js";
import { sum } from "../arrays/statistics.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */

const LEAST = 4; // px, a block's side
const STEEP = Math.fround(0.08); // least change of grey at a block's edge; less is a JPEG's ringing
const STRAY = 0.003; // of all that changes; a row or column with less is a JPEG's doing
const SMOOTH = 256; // px
export const TINY = 20; // px: a picture no larger than MNIST's box holds a digit whose pixels are already few
const LINES = 3; // different edges along a side, at least: fewer are a plain shape's

/**
 * Each block of equal pixels as one, or grey as it is if it is tiny; null where it has no blocks.
 * @param {Grey} grey @returns {Grey | null}
 */
export function ownPixels(grey) {
  if (Math.max(grey.width, grey.height) <= TINY) return grey;
  const edges = [edgesAcross(transposed(grey)), edgesAcross(grey)];
  for (let side = Math.min(...edges.map(narrowest)); side >= LEAST; side--) {
    const [top, left] = edges.map((found) => startOf(found, side));
    if (top !== null && left !== null) return strided(grey, side, top, left);
  }
  return null;
}

/** A small picture enlarged to about SMOOTH px without blocks. @param {Grey} pixels @returns {Grey} */
export function smooth(pixels) {
  const times = Math.ceil(SMOOTH / Math.max(pixels.width, pixels.height));
  const large = resized(pixels, { width: pixels.width * times, height: pixels.height * times }, BICUBIC);
  return { ...large, data: large.data.map((value) => Math.min(Math.max(value, 0), 1)) };
}

/**
 * Where grey changes from column to column, in every LEAST-th row: those columns.
 * @param {Grey} grey @returns {number[]}
 */
function edgesAcross({ width, height, data }) {
  const edges = new Float64Array(width);
  for (let y = 0; y < height; y += LEAST)
    for (let x = 1; x < width; x++) {
      const step = Math.fround(Math.abs(data[y * width + x] - data[y * width + x - 1]));
      if (step > STEEP) edges[x] += step;
    }
  const stray = STRAY * sum(edges);
  return [...edges.keys()].filter((x) => edges[x] > stray);
}

/** The least distance of two edges, which no block is wider than; 0 if there are too few. @param {number[]} places */
const narrowest = (places) =>
  places.length >= LINES ? Math.min(...places.slice(1).map((place, i) => place - places[i])) : 0;

/**
 * The middle of the first whole block of that side, if such blocks explain the edges; else null.
 * @param {number[]} places @param {number} side
 */
function startOf(places, side) {
  const first = places[0] % side;
  return places.every((place) => place % side === first) ? (first + (side >> 1)) % side : null;
}
