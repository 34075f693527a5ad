/** Parse and summarize the server's comparison of images with the first of them. Pure. */

import { SIDE } from "./pixels.js";
import { mean } from "./statistics.js";

const STILL = 1e-3; // decoded length of a walk below which all change is rounding
const PIXELS = SIDE * SIDE;
/** When the judge counts as sure, and a draw as far from all codes: as in the figures over the whole test set. */
export const LIMITS = { sure: 0.9, far: 0.1 };
const FIGURES = /** @type {const} */ (["label", "confidence", "change", "changed", "feature", "step"]);

/**
 * @typedef {Record<typeof FIGURES[number], number[]> & {pixels: Uint8Array, z: number[][], length: number}} Comparison
 *   per image: label and confidence (its probability) by the judge; against the first image, change (squared error per
 *   pixel), changed (share of pixels) and feature (distance of the judge's features); step: distance of 784 pixels in
 *   0..1 from the image before; length: of the decoded curve through all codes, in the same distance
 */

/**
 * Parse the answer to a comparison or a walk.
 * @param {Uint8Array} bytes pixels of n images, then their figures, codes and the length as little-endian float32
 * @param {number} n @returns {Comparison}
 */
export function parseComparison(bytes, n) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + n * PIXELS, bytes.byteLength - n * PIXELS);
  const row = (/** @type {number} */ start, /** @type {number} */ length) =>
    Array.from({ length }, (_, i) => view.getFloat32(4 * (start + i), true));
  const dims = (view.byteLength / 4 - 1) / n - FIGURES.length;
  const rows = Array.from({ length: n }, (_, i) => row(i * FIGURES.length, FIGURES.length));
  const columns = FIGURES.map((name, column) => [name, rows.map((figures) => figures[column])]);
  const z = Array.from({ length: n }, (_, i) => row(n * FIGURES.length + i * dims, dims));
  const [length] = row(n * (FIGURES.length + dims), 1);
  return /** @type {any} */ ({ ...Object.fromEntries(columns), pixels: bytes.subarray(0, n * PIXELS), z, length });
}

/** The pixels of one image. @param {{pixels: Uint8Array}} images @param {number} i */
export const imageOf = ({ pixels }, i) => pixels.subarray(i * PIXELS, (i + 1) * PIXELS);

/**
 * Over all images but the first: how many keep its label, and the means of how much they changed.
 * @param {Comparison} found
 */
export function neighbours({ label: [label, ...labels], changed, change }) {
  const kept = labels.filter((other) => other === label).length;
  return { label, kept, count: labels.length, changed: mean(changed.slice(1)), change: mean(change.slice(1)) };
}

/**
 * How far apart the first and the last code are, in sd, and how much their images differ.
 * @param {Comparison} found @param {number[]} sd of the codes on each axis
 */
export function ends({ z, change, feature }, sd) {
  const last = z.length - 1;
  return { apart: distance(z[0], z[last], sd), change: change[last], feature: feature[last] };
}

/**
 * Figures of a walk. stretch: change of the image per sd walked; jump: largest step over mean step, 1 where nothing
 * changes; labels: in order, without repeats.
 * @param {Comparison} found @param {number[]} sd of the codes on each axis
 */
export function passed({ z, step, length, label }, sd) {
  const walked = z.slice(1).reduce((sum, code, i) => sum + distance(z[i], code, sd), 0);
  const changed = step.reduce((sum, length) => sum + length, 0);
  return {
    stretch: walked > 0 ? length / walked : 0,
    jump: changed > STILL ? Math.max(...step) / (changed / (z.length - 1)) : 1,
    labels: label.filter((one, i) => i === 0 || one !== label[i - 1]),
  };
}

/** Distance of two codes, each axis in units of its sd. @param {number[]} a @param {number[]} b @param {number[]} sd */
export const distance = (a, b, sd) => Math.hypot(...a.map((value, axis) => (b[axis] - value) / sd[axis]));

/**
 * Count draws: those that the judge is sure of, in all and by label, and holes, those far from every code.
 * @param {Comparison} found @param {number[][]} codes @param {number[]} sd
 * @param {{sure: number, far: number}} limits sure: least probability; far: distance in sd
 */
export function tally({ z, label, confidence }, codes, sd, { sure, far }) {
  const isSure = confidence.map((value) => value >= sure);
  const labels = Array.from({ length: 10 }, (_, digit) => label.filter((one, i) => one === digit && isSure[i]).length);
  const holes = z.filter((code) => codes.every((other) => distance(code, other, sd) > far)).length;
  return { count: z.length, isSure, sure: isSure.filter(Boolean).length, labels, holes };
}
