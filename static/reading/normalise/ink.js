/** Which side is ink, and how much of it each pixel holds: paper 0, ink 1. */

import { core } from "../arrays/extremes.js";
import { above, borderOf, chosen, greyOf, shareOf, without } from "../arrays/planes.js";
import { reduced } from "../arrays/reduction.js";
import { mean, quantile, sum } from "../arrays/statistics.js";
import { Problem } from "../problem.js";
import { contrast, grain, median, otsu, robustSd, subsample } from "./arrays.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Mask} Mask */

const { fround } = Math;
export const MIN_CONTRAST = 0.05; // of ink to paper; below it a page is blank
const MIN_SIGNAL = 4; // contrast in standard deviations of the noise: noise alone, in two classes, has 2.7 at most
const [DEPTH, SHARPER] = [2, 1.3]; // further rounds of Otsu, and how many times sharper their edges have to be
const SMALL = 512; // px, enough to tell how sharp edges are
const LEVEL = 0.9; // quantile of the ink that becomes 1: strokes are uneven

/**
 * Whether the paper is light: by its border, and by all of it where a tight cut leaves that unclear.
 * @param {Grey} grey
 */
export function isLight(grey) {
  const light = above(grey, otsu(grey.data));
  return mean(borderOf(light)) + shareOf(light) > 1;
}

/** Whether all that stands out is grain. A faint picture is not noise, but blank. @param {Grey} grey */
export function isNoise(grey) {
  const apart = contrast(grey.data);
  return apart >= 4 * MIN_CONTRAST && apart < MIN_SIGNAL * grain(grey);
}

/**
 * Grey with paper at 0 and ink at 1, and the threshold between them.
 *
 * `light`: whether the paper is the lighter; `weight` scales each pixel's contrast, null: all count alike. Raises
 * Problem blank_image or no_digit if ink and paper don't differ enough.
 * @param {Grey} flat @param {boolean} light @param {Grey | null} weight @returns {{lifted: Grey, threshold: number}}
 */
export function liftInk(flat, light, weight) {
  const signed = signedOf(flat, light, weight);
  const threshold = bestThreshold(signed);
  const { data: strong } = above(signed, threshold);
  const [paper, ink] = [chosen(signed.data, strong, 0), chosen(signed.data, strong)];
  const level = median(paper);
  const apart = ink.length ? median(ink) - level : 0;
  if (apart < MIN_CONTRAST || apart < Math.min(4 * MIN_CONTRAST, MIN_SIGNAL * robustSd(paper)))
    throw new Problem("blank_image");
  if (apart < MIN_SIGNAL * grain(signed)) throw new Problem("no_digit");
  const top = quantile(subsample(ink), LEVEL);
  return { lifted: scaled(signed, level, top), threshold: (threshold - level) / (top - level) };
}

/**
 * How far each pixel is on the ink's side of the paper.
 * @param {Grey} flat @param {boolean} light @param {Grey | null} weight
 */
function signedOf({ width, height, data }, light, weight) {
  const signed = greyOf(width, height);
  const [sign, level] = [light ? -1 : 1, (light ? -1 : 1) * median(data)];
  for (let i = 0; i < data.length; i++) signed.data[i] = sign * data[i] - level;
  if (weight) for (let i = 0; i < data.length; i++) signed.data[i] *= weight.data[i];
  return signed;
}

/** @param {Grey} signed @param {number} level becomes 0 @param {number} top becomes 1 */
function scaled({ width, height, data }, level, top) {
  const lifted = greyOf(width, height);
  const range = fround(top - level);
  for (let i = 0; i < data.length; i++) lifted.data[i] = Math.min(Math.max(fround(data[i] - level) / range, 0), 1);
  return lifted;
}

/**
 * Otsu's threshold, or Otsu's of what lies above that if it cuts along much sharper edges.
 *
 * Ink is a small part of a picture: where a table's grain or ruled lines are larger, the first Otsu separates these
 * from the paper.
 * @param {Grey} signed
 */
function bestThreshold(signed) {
  const small = reduced(signed, SMALL);
  const steep = steepness(small);
  let threshold = otsu(signed.data);
  let best = threshold;
  let sharpest = sharpness(above(small, best), steep);
  for (let round = 0; round < DEPTH; round++) {
    const rest = chosen(small.data, above(small, threshold).data);
    threshold = rest.length ? otsu(rest) : Infinity;
    const sharp = sharpness(above(small, threshold), steep);
    if (sharp > SHARPER * sharpest && SHARPER * sharpest > 0) [best, sharpest] = [threshold, sharp];
  }
  return best;
}

/** The length of the gradient; 0 of a single row or column. @param {Grey} small @returns {Float32Array} */
function steepness({ width, height, data }) {
  const steep = new Float32Array(width * height);
  if (Math.min(width, height) === 1) return steep;
  for (let y = 0; y < height; y++) {
    const over = Math.max(y - 1, 0);
    const under = Math.min(y + 1, height - 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(x - 1, 0);
      const right = Math.min(x + 1, width - 1);
      const down = fround(data[under * width + x] - data[over * width + x]) / (under - over);
      const across = fround(data[y * width + right] - data[y * width + left]) / (right - left);
      steep[y * width + x] = Math.sqrt(down * down + across * across);
    }
  }
  return steep;
}

/** The mean of steepness along the outline of a mask. @param {Mask} strong @param {Float32Array} steep */
function sharpness(strong, steep) {
  const outline = chosen(steep, without(strong, core(strong)).data);
  return outline.length ? sum(outline) / outline.length : 0;
}

/**
 * Remap ink so that the level `wanted` goes to the threshold `found`; 0 and 1 stay. null: no change.
 * @param {Grey} ink @param {number} found @param {number | null} wanted @returns {Grey}
 */
export function moveThreshold(ink, found, wanted) {
  if (wanted === null) return ink;
  const level = Math.min(Math.max(wanted, 0.01), 0.99);
  const [below, beyond] = [found / level, (1 - found) / (1 - level)];
  const moved = (/** @type {number} */ value) =>
    value < level ? below * value : value < 1 ? beyond * (value - level) + found : 1;
  return { ...ink, data: ink.data.map(moved) };
}
