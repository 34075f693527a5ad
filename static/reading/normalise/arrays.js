/** Statistics of grey planes that several steps need. */

import { above, chosen } from "../arrays/planes.js";
import { argmax, distances, largest, least, median as exactMedian } from "../arrays/statistics.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */

const { fround } = Math;
const ENOUGH = 60_000; // values
const BINS = 256;
export const THUMBNAIL = 64; // px, enough to estimate the light

/**
 * Otsu's threshold, in the values' own units: it maximises the variance between the two classes.
 * @param {Float32Array} all
 */
export function otsu(all) {
  const values = subsample(all);
  const [low, high] = [least(values), largest(values)];
  // One level, as far as 256 steps of float32 can tell: they are 3e-5 of the larger end. Nothing lies above.
  if (high - low <= 5e-5 * Math.max(Math.abs(low), Math.abs(high), 1e-4)) return high;
  const edges = edgesOf(low, high);
  return edges[1 + bestSplit(histogram(values, edges), edges, values.length)];
}

/**
 * Where the variance between what is below and above is greatest; in the middle of a plateau, where nothing lies
 * between.
 * @param {Float64Array} counts @param {Float32Array} edges @param {number} size
 */
function bestSplit(counts, edges, size) {
  const [below, sums] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let i = 0, count = 0, total = 0; i < BINS; i++) {
    below[i] = count += counts[i];
    sums[i] = total += counts[i] * fround(fround(edges[i + 1] + edges[i]) / 2);
  }
  const between = Float64Array.from({ length: BINS - 1 }, (_, i) => {
    const above = size - below[i];
    const apart = sums[i] / Math.max(below[i], 1) - (sums[BINS - 1] - sums[i]) / Math.max(above, 1);
    return below[i] * above * apart ** 2;
  });
  const most = between[argmax(between)] * (1 - 1e-9);
  const best = [...between.keys()].filter((i) => between[i] >= most);
  return best[best.length >> 1];
}

/** @param {number} low @param {number} high */
function edgesOf(low, high) {
  const step = fround(fround(high - low) / BINS);
  const edges = Float32Array.from({ length: BINS + 1 }, (_, i) => fround(i * step) + low);
  edges[BINS] = high;
  return edges;
}

/**
 * How many values lie in each bin, an edge in the bin that it begins.
 * @param {Float32Array} values @param {Float32Array} edges
 */
function histogram(values, edges) {
  const counts = new Float64Array(BINS);
  const [low, range] = [edges[0], fround(edges[BINS] - edges[0])];
  for (let i = 0; i < values.length; i++) {
    let bin = Math.min(Math.floor(((values[i] - low) / range) * BINS), BINS - 1);
    if (values[i] < edges[bin]) bin--;
    else if (bin < BINS - 1 && values[i] >= edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return counts;
}

/**
 * A regular subsample, enough for a median or a histogram, which are slow on all values.
 * @param {Float32Array} values
 */
export function subsample(values) {
  if (values.length <= ENOUGH) return values;
  const step = strideOf(values.length, ENOUGH);
  const few = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0; i < few.length; i++) few[i] = values[i * step];
  return few;
}

/** An odd stride that leaves at most `enough`. @param {number} count @param {number} enough */
export const strideOf = (count, enough) => Math.ceil(count / enough) | 1;

/** @param {Float32Array} values */
export const median = (values) => exactMedian(subsample(values));

/**
 * A robust standard deviation, from the median absolute deviation: ink left in the paper doesn't move it.
 * @param {Float32Array} all
 */
export function robustSd(all) {
  const values = subsample(all);
  return values.length ? fround(fround(1.4826) * exactMedian(distances(values, exactMedian(values)))) : 0;
}

/** The standard deviation of the noise, from neighbours' differences: most are noise alone. @param {Grey} grey */
export function grain({ width, height, data }) {
  const count = (width - 1) * height;
  const step = count > ENOUGH ? strideOf(count, ENOUGH) : 1;
  const steps = new Float32Array(Math.ceil(count / step));
  for (let i = 0; i < steps.length; i++) {
    const at = i * step + Math.floor((i * step) / (width - 1)); // a row has one step less than pixels
    steps[i] = data[at + 1] - data[at];
  }
  return robustSd(steps) / 2 ** 0.5;
}

/**
 * The distance between the medians of the two Otsu classes, in the values' own units; 0 if there is only one.
 * @param {Float32Array} all
 */
export function contrast(all) {
  const values = subsample(all);
  const { data: is } = above({ width: values.length, height: 1, data: values }, otsu(values));
  const [more, rest] = [chosen(values, is), chosen(values, is, 0)];
  return more.length && rest.length ? fround(exactMedian(more) - exactMedian(rest)) : 0;
}
