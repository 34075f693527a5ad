/** Make strokes thicker or thinner by fractions of a pixel. */

import { distanceTransform } from "../arrays/euclidean.js";
import { dilated } from "../arrays/extremes.js";
import { cut, framed, greyOf, not } from "../arrays/planes.js";
import { reduced } from "../arrays/reduction.js";
import { BILINEAR, resized } from "../arrays/resampling.js";
import { largest, roundToEven } from "../arrays/statistics.js";
import { BOX } from "./centre.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */

const { ceil, fround, max, min } = Math;
export const LEAST = 1.8; // px of the 28×28: fewer than a tenth of MNIST's digits have thinner strokes
const THINNEST = 1; // px of the 28×28; thinning leaves at least that of a stroke
const ENOUGH = 320; // px of the longer side: 16 for each of the 28×28's, whose sixteenths no eye sees
const FINE = 100; // px of the longer side in which strokes are measured
const FAINT = fround(0.15); // of ink; fainter pixels do not widen the box

/**
 * Widen each stroke of ink, cut to the digit's box, by `thickness` px of the 28×28, and cut to its new box.
 *
 * The outline moves by half of that along the distance field, and the greys with it, so that 0 changes nothing.
 * @param {Grey} whole @param {number} thickness @returns {Grey}
 */
function thicken(whole, thickness) {
  const scale = max(whole.width, whole.height) / BOX; // px of the cut per px of the 28×28
  const ink = framed(whole, ceil((max(thickness, 0) / 2) * scale) + 1);
  const before = outlineDistance(ink);
  const by = fround((thickness / 2) * scale);
  let after = before.data.map((far) => far + by);
  if (thickness < 0) after = withMiddle(after, before, fround((THINNEST / 2) * scale));
  const moved = greyOf(ink.width, ink.height);
  for (let i = 0; i < after.length; i++) {
    const more = fround(ink.data[i] + fround(bound(fround(after[i] + 0.5))));
    moved.data[i] = bound(fround(more - bound(fround(before.data[i] + 0.5))));
  }
  return trimmed(moved);
}

/**
 * Distances that keep a line along each stroke's middle.
 * @param {Float32Array} after @param {Grey} before @param {number} half of the line
 */
function withMiddle(after, before, half) {
  const window = 2 * ceil(largest(before.data)) + 1;
  const middle = dilated(before, window).data;
  return after.map((far, i) => {
    const along = fround(before.data[i] - middle[i]);
    return max(far, min(before.data[i], fround(along + half)));
  });
}

/** @param {number} value */
const bound = (value) => min(max(value, 0), 1);

/**
 * Ink, cut to the digit's box, of strokes `width` px wide, in ones of LEAST px at least, `thickness` more.
 *
 * A ballpoint's line is half as wide, in the 28×28, as almost any of MNIST's, and its code lies where no digit's does.
 * @param {Grey} ink @param {number} width @param {number} thickness
 */
export function toPen(ink, width, thickness) {
  const added = max(LEAST - width, 0) + thickness;
  return added ? thicken(reduced(ink, ENOUGH), added) : ink;
}

/**
 * The mean width of the strokes of ink, cut to the digit's box, in px of the 28×28.
 *
 * Across a stroke of width w the distance from its outline is w/4 in the mean.
 * @param {Grey} ink
 */
export function strokeWidth(ink) {
  const longer = max(ink.width, ink.height);
  const side = (/** @type {number} */ n) => max(1, roundToEven((n * FINE) / longer));
  const fine = resized(ink, { width: side(ink.width), height: side(ink.height) }, BILINEAR);
  const inside = outlineDistance(framed(fine, 1)).data.filter((far) => far > 0);
  return (4 * inside.reduce((total, far) => total + far, 0) * BOX) / inside.length / FINE;
}

/** The signed distance of each pixel from the ink's outline, px, positive inside. @param {Grey} ink @returns {Grey} */
function outlineDistance({ width, height, data }) {
  const level = fround(0.5 * largest(data));
  const inside = { width, height, data: Uint8Array.from(data, (value) => Number(value > level)) };
  const [within, beyond] = [distanceTransform(inside), distanceTransform(not(inside))];
  const distance = greyOf(width, height);
  for (let i = 0; i < data.length; i++) distance.data[i] = within[i] - beyond[i] - (inside.data[i] ? 0.5 : -0.5);
  return distance;
}

/** @param {Grey} ink @returns {Grey} */
function trimmed(ink) {
  const { width, height, data } = ink;
  const box = { top: height, left: width, bottom: 0, right: 0 };
  for (let i = 0; i < data.length; i++) {
    if (data[i] <= FAINT) continue;
    const y = Math.floor(i / width);
    const x = i % width;
    box.top = min(box.top, y);
    box.bottom = y + 1;
    box.left = min(box.left, x);
    box.right = max(box.right, x + 1);
  }
  return cut(ink, box);
}
