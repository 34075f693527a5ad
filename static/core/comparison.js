/** Parse and summarize the server's comparison of images with the first of them. Pure. */

import { cut } from "./pixels.js";
import { mean } from "./statistics.js";

const STILL = 1e-3; // decoded length of a walk below which all change is rounding
/** When the judge counts as sure, and a draw as far from all codes: as in the figures over the whole test set. */
export const LIMITS = { sure: 0.9, far: 0.1 };
const FIGURES = /** @type {const} */ (["label", "confidence", "change", "changed", "feature", "step"]);

/**
 * @typedef {Record<typeof FIGURES[number], number[]> & {pixels: Uint8Array, z: number[][], length: number}} Comparison
 *   per image: label and confidence (its probability) by the judge; against the first image, change (squared error per
 *   value), changed (share of values) and feature (distance of the judge's features); what the judge would say is empty
 *   where there is none; step: distance of all values in 0..1 from the image before; length: of the decoded curve through
 *   all codes, in the same distance
 */

/**
 * Parse the answer to a comparison or a walk.
 * @param {Pick<import("../net/live_socket.js").Answer, "pixels" | "wanted">} answer pixels: those of n images, then their
 *   figures, codes and the length as little-endian float32
 * @returns {Comparison}
 */
export function parseComparison({ pixels: bytes, wanted: { codes } }) {
  const [n, dims] = [codes.length, codes[0].length];
  const numbers = n * (FIGURES.length + dims) + 1;
  const end = bytes.byteLength - 4 * numbers; // of the images
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, 4 * numbers);
  const row = (/** @type {number} */ start, /** @type {number} */ length) =>
    Array.from({ length }, (_, i) => view.getFloat32(4 * (start + i), true));
  const rows = Array.from({ length: n }, (_, i) => row(i * FIGURES.length, FIGURES.length));
  const known = (/** @type {number[]} */ column) => (Number.isNaN(column[0]) ? [] : column);
  const columns = FIGURES.map((name, column) => [name, known(rows.map((figures) => figures[column]))]);
  const z = Array.from({ length: n }, (_, i) => row(n * FIGURES.length + i * dims, dims));
  const [length] = row(numbers - 1, 1);
  return /** @type {any} */ ({ ...Object.fromEntries(columns), pixels: bytes.subarray(0, end), z, length });
}

/** The bytes of one image. @param {Pick<Comparison, "pixels" | "z">} images @param {number} i */
export const imageOf = ({ pixels, z }, i) => cut(pixels, pixels.length / z.length, i);

/** Whether a judge has read the images. @param {Comparison} found */
export const isJudged = ({ label }) => label.length > 0;

/**
 * Over all images but the first: how many keep its label, and the means of how much they changed.
 * @param {Comparison} found
 */
export function neighbours({ label: [label, ...labels], changed, change }) {
  const kept = labels.filter((other) => other === label).length;
  return { label, kept, count: changed.length - 1, changed: mean(changed.slice(1)), change: mean(change.slice(1)) };
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
 * @param {number} classes
 */
export function tally({ z, label, confidence }, codes, sd, { sure, far }, classes) {
  const isSure = confidence.map((value) => value >= sure);
  const labels = Array.from(
    { length: classes },
    (_, one) => label.filter((read, i) => read === one && isSure[i]).length,
  );
  const holes = z.filter((code) => codes.every((other) => distance(code, other, sd) > far)).length;
  return { count: z.length, isSure, sure: isSure.filter(Boolean).length, labels, holes };
}
