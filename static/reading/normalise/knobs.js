/**
 * What a visitor may adjust by hand where automatic normalisation goes wrong, as app/images/normalise/knobs.py has it.
 */

import { Problem } from "../problem.js";

/** @typedef {import("../../core/contract.js").Knobs} Knobs */

/** @type {["threshold" | "thickness" | "turn", number, number][]} */
const RANGES = [
  ["threshold", 0, 1],
  ["thickness", -3, 3],
  ["turn", 0, 3],
];
const NARROWEST = 1e-4; // of the picture's side, that may be marked: a pixel of the largest
const ROUNDED = 1e-6; // by which shares may be beyond 1

/**
 * Raises Problem bad_knob if a number is out of its range, bad_crop if `crop` is no part of the picture.
 * @param {Knobs} knobs
 */
export function check(knobs) {
  for (const [knob, low, high] of RANGES) {
    const value = knobs[knob];
    if (value !== null && !(low <= value && value <= high)) throw new Problem("bad_knob", { knob, low, high });
  }
  if (knobs.crop && !isPart(knobs.crop)) throw new Problem("bad_crop");
}

/** Whether numbers are the left, top, width and height of a part of a picture. @param {number[]} crop */
function isPart([left, top, width, height, ...more]) {
  if (more.length) return false;
  const sides = [
    [left, width],
    [top, height],
  ];
  return sides.every(([start, length]) => start >= 0 && length >= NARROWEST && start + length <= 1 + ROUNDED);
}
