/**
 * A plane at another size, as Pillow makes it: of float32 in float64, of bytes in whole numbers; rows first, then
 * columns.
 */

import { greyOf, maskOf } from "./planes.js";

/** @typedef {import("./planes.js").Grey} Grey */
/** @typedef {import("./planes.js").Bytes} Bytes */
/** @typedef {import("./planes.js").Size} Size */
/**
 * @typedef {{reach: number, weight: (x: number) => number}} Filter reach: in new pixels; weight: of a place so far off
 */
/** @typedef {{starts: Int32Array, counts: Int32Array, weights: Float64Array, most: number}} Kernel of each new pixel */

/** @type {Filter} */
export const BOX = { reach: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) };
/** @type {Filter} */
export const BILINEAR = { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };
/** By Keys, 1981, whose a is −0.5. @type {Filter} */
export const BICUBIC = { reach: 2, weight: (x) => cubic(Math.abs(x)) };

const BITS = 22; // of a byte's weights behind the point

/** @param {number} x @returns {number} */
function cubic(x) {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}

/** @param {Grey} grey @param {Size} size @param {Filter} filter @returns {Grey} */
export function resized(grey, { width, height }, filter) {
  if (width !== grey.width) grey = across(grey, kernelOf(grey.width, grey.width, width, filter));
  return height === grey.height ? grey : down(grey, kernelOf(grey.height, grey.height, height, filter));
}

/**
 * @param {Bytes} bytes @param {Size} size @param {Filter} filter
 * @param {Size} [whole] px of the old: the last ones may stand for less than a pixel
 * @returns {Bytes}
 */
export function resizedBytes(bytes, { width, height }, filter, whole = bytes) {
  if (width !== bytes.width || whole.width !== bytes.width)
    bytes = bytesAcross(bytes, kernelOf(bytes.width, whole.width, width, filter));
  if (height === bytes.height && whole.height === bytes.height) return bytes;
  return bytesDown(bytes, kernelOf(bytes.height, whole.height, height, filter));
}

/**
 * @param {number} length of the old, whole pixels @param {number} whole as it is @param {number} wanted
 * @param {Filter} filter @returns {Kernel}
 */
function kernelOf(length, whole, wanted, { reach, weight }) {
  const scale = Math.fround(whole) / wanted;
  const wide = Math.max(scale, 1);
  const support = reach * wide;
  const most = 2 * Math.ceil(support) + 1;
  const [starts, counts] = [new Int32Array(wanted), new Int32Array(wanted)];
  const weights = new Float64Array(wanted * most);
  for (let i = 0; i < wanted; i++) {
    const centre = (i + 0.5) * scale;
    starts[i] = Math.max(Math.trunc(centre - support + 0.5), 0);
    counts[i] = Math.min(Math.trunc(centre + support + 0.5), length) - starts[i];
    let total = 0;
    for (let j = 0; j < counts[i]; j++)
      total += weights[i * most + j] = weight((j + starts[i] - centre + 0.5) * (1 / wide));
    if (total) for (let j = 0; j < counts[i]; j++) weights[i * most + j] /= total;
  }
  return { starts, counts, weights, most };
}

/** @param {Grey} grey @param {Kernel} kernel @returns {Grey} */
function across({ width, height, data }, { starts, counts, weights, most }) {
  const found = greyOf(starts.length, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < found.width; x++) {
      let total = 0;
      for (let j = 0; j < counts[x]; j++) total += data[y * width + starts[x] + j] * weights[x * most + j];
      found.data[y * found.width + x] = total;
    }
  return found;
}

/** @param {Grey} grey @param {Kernel} kernel @returns {Grey} */
function down({ width, data }, { starts, counts, weights, most }) {
  const found = greyOf(width, starts.length);
  for (let y = 0; y < found.height; y++)
    for (let x = 0; x < width; x++) {
      let total = 0;
      for (let j = 0; j < counts[y]; j++) total += data[(starts[y] + j) * width + x] * weights[y * most + j];
      found.data[y * width + x] = total;
    }
  return found;
}

/** @param {Bytes} bytes @param {Kernel} kernel @returns {Bytes} */
function bytesAcross({ width, height, data }, { starts, counts, weights, most }) {
  const found = maskOf(starts.length, height);
  const whole = wholeWeights(weights);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < found.width; x++) {
      let total = 1 << (BITS - 1);
      for (let j = 0; j < counts[x]; j++) total += data[y * width + starts[x] + j] * whole[x * most + j];
      found.data[y * found.width + x] = Math.min(Math.max(total >> BITS, 0), 255);
    }
  return found;
}

/** @param {Bytes} bytes @param {Kernel} kernel @returns {Bytes} */
function bytesDown({ width, data }, { starts, counts, weights, most }) {
  const found = maskOf(width, starts.length);
  const whole = wholeWeights(weights);
  for (let y = 0; y < found.height; y++)
    for (let x = 0; x < width; x++) {
      let total = 1 << (BITS - 1);
      for (let j = 0; j < counts[y]; j++) total += data[(starts[y] + j) * width + x] * whole[y * most + j];
      found.data[y * width + x] = Math.min(Math.max(total >> BITS, 0), 255);
    }
  return found;
}

/** @param {Float64Array} weights */
const wholeWeights = (weights) =>
  Int32Array.from(weights, (weight) => Math.trunc(weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5)));
