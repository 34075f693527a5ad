/** Images that the server compared with the first of them: what its answer says, and what that amounts to. Pure. */

import { SIDE } from "./pixels.js";
import { mean } from "./statistics.js";

const STILL = 1e-3; // decoded distance of a whole walk, below which what changes is rounding
const PIXELS = SIDE * SIDE;
const FIGURES = /** @type {const} */ (["label", "confidence", "change", "changed", "feature", "step"]);

/**
 * @typedef {Record<typeof FIGURES[number], number[]> & {pixels: Uint8Array, z: number[][], length: number}} Comparison
 *   of each image: the judge's label and its probability; against the first, squared error per pixel, share of pixels
 *   changed and distance of the judge's features; against the one before, distance of 784 pixels in 0..1; length: of
 *   the decoded curve through all, in that distance
 */

/**
 * @param {Uint8Array} bytes of n images: pixels; figures, codes and the curve's length, as float32, little-endian
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
 * How many of the others are read as the first is, and how much of them changed.
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
 * What a walk passes: how much the image changes for each sd of it, how its largest step compares to the mean one, and
 * the labels in turn.
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

/** The distance of two codes in sd of each axis. @param {number[]} a @param {number[]} b @param {number[]} sd */
export const distance = (a, b, sd) => Math.hypot(...a.map((value, axis) => (b[axis] - value) / sd[axis]));

/**
 * How many of draws look like a digit to the judge, how often each label comes, and how many lie far from all codes.
 * @param {Comparison} found @param {number[][]} codes @param {number[]} sd @param {{sure: number, far: number}} limits
 */
export function tally({ z, label, confidence }, codes, sd, { sure, far }) {
  const isSure = confidence.map((value) => value >= sure);
  const labels = Array.from({ length: 10 }, (_, digit) => label.filter((one, i) => one === digit && isSure[i]).length);
  const holes = z.filter((code) => codes.every((other) => distance(code, other, sd) > far)).length;
  return { count: z.length, isSure, sure: isSure.filter(Boolean).length, labels, holes };
}
