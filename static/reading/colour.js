/** Ink and paper of one brightness: what tells them apart is their colour. */

import { greyOf } from "./arrays/planes.js";
import { reduced } from "./arrays/reduction.js";
import { argmax, largest, least, median, sum } from "./arrays/statistics.js";
import { eigen } from "./arrays/symmetric.js";
import { contrast, strideOf } from "./normalise/arrays.js";

/** @typedef {import("./arrays/planes.js").Grey} Grey */

const { fround } = Math;
const FAINT = 0.25; // contrast of brightness; above it, brightness tells ink from paper
const COLOURED = 0.06; // least contrast of colour, in parts of a pixel's light: paper's own tint varies by less
const DIM = fround(0.1 / 3); // light added to all, lest the noise of dark pixels be colour
const FEW = 15_000; // pixels, enough to see whether colours tell more
const SMALL = 256; // px of the longer side, in which the ends are sought that become black and white

/** Whether ink and paper are about as bright, if both are there. @param {Grey} grey */
export const isFaint = (grey) => contrast(grey.data) < FAINT;

/**
 * Grey along the line on which a picture's colours vary most, if they tell more; else `grey`.
 *
 * Colours are a pixel's parts of red, green and blue, which shade does not change.
 * @param {Uint8ClampedArray} rgba @param {Grey} grey @returns {Grey}
 */
export function byColour(rgba, grey) {
  const few = partsOf(rgba, strideOf(grey.data.length, FEW));
  const axis = mainAxis(few);
  if (contrast(projected(few, axis)) < Math.max(COLOURED, contrast(grey.data) / 2)) return grey;
  const along = { ...grey, data: projected(partsOf(rgba, 1), axis) };
  const small = reduced(along, SMALL).data; // in which no pixel is mere noise
  const low = least(small);
  const range = fround(largest(small) - low);
  return { ...grey, data: along.data.map((value) => Math.min(Math.max(fround(value - low) / range, 0), 1)) };
}

/**
 * Of every `step`-th pixel its parts of red, green and blue, their sum 1.
 * @param {Uint8ClampedArray} rgba @param {number} step
 */
function partsOf(rgba, step) {
  const count = Math.ceil(rgba.length / 4 / step);
  const parts = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const at = 4 * i * step;
    const r = lightOf(rgba[at]);
    const g = lightOf(rgba[at + 1]);
    const b = lightOf(rgba[at + 2]);
    const light = fround(fround(r + g) + b);
    parts[3 * i] = r / light;
    parts[3 * i + 1] = g / light;
    parts[3 * i + 2] = b / light;
  }
  return parts;
}

/** @param {number} byte */
const lightOf = (byte) => fround(fround(byte / 255) + DIM);

/** The direction of the greatest variance from the median. @param {Float32Array} parts */
function mainAxis(parts) {
  const channels = [0, 1, 2].map((k) => parts.filter((_, i) => i % 3 === k));
  const off = channels.map((values) => {
    const level = median(values);
    return values.map((value) => value - level);
  });
  const products = off.flatMap((a) => off.map((b) => a.reduce((total, value, i) => total + value * b[i], 0)));
  const { values, vectors } = eigen(Float64Array.from(products), 3);
  const axis = [0, 1, 2].map((k) => vectors[3 * k + argmax(values)]);
  const beyond = axis.reduce((total, part, k) => total + part * sum(off[k]), 0);
  return axis.map((part) => fround(beyond > 0 ? -part : part)); // ink, which is less than paper, becomes dark
}

/** @param {Float32Array} parts @param {number[]} axis */
function projected(parts, [r, g, b]) {
  const { data } = greyOf(parts.length / 3, 1);
  for (let i = 0; i < data.length; i++) data[i] = parts[3 * i] * r + parts[3 * i + 1] * g + parts[3 * i + 2] * b;
  return data;
}
