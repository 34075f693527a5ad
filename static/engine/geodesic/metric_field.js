/** The decoder's metric over a square of a latent plane, as model/measures/geodesic.py has it. */

import { rows } from "../rows.js";
import { linearise } from "../linearisation.js";

/** @typedef {import("../decoder.js").Decoder} Decoder */
/** @typedef {{center: number[], half_width: number}} Square latent units */
/** @typedef {[Float32Array, Float32Array]} Slopes of the pixels, along both axes */
/** @typedef {[number, number, number]} Metric xx, xy and yy of JᵀJ: pixels² per latent unit² */

const BATCH = 32; // codes that are differentiated at once: ten milliseconds

/** JᵀJ at the nodes of a square grid, row by row from the lowest x and y. */
export class MetricField {
  /** @param {Square} square @param {number} cells along a side @param {Float64Array} tensors (cells + 1, cells + 1, 3) */
  constructor(square, cells, tensors) {
    this.square = square;
    this.nodes = cells + 1;
    this.spacing = (2 * square.half_width) / cells;
    this.tensors = tensors;
  }

  /** Where a node is. @param {number} node its number @returns {[number, number]} */
  place(node) {
    const { square, spacing, nodes } = this;
    const [x, y] = square.center.map((middle) => middle - square.half_width);
    return [x + spacing * (node % nodes), y + spacing * Math.floor(node / nodes)];
  }

  /** The number of the node nearest to a place. @param {ArrayLike<number>} place */
  nearest(place) {
    const [column, row] = [0, 1].map((axis) =>
      Math.min(Math.max(Math.round(this.#along(place[axis], axis)), 0), this.nodes - 1),
    );
    return row * this.nodes + column;
  }

  /**
   * The metric at a place, between the four nodes around it, and how it changes along both axes, per latent unit; beyond
   * the grid that of its border.
   * @param {number} x @param {number} y @returns {{metric: Metric, slopes: [Metric, Metric]}}
   */
  at(x, y) {
    const { nodes, tensors, spacing } = this;
    const [u, v] = [x, y].map((value, axis) => Math.min(Math.max(this.#along(value, axis), 0), nodes - 1 - 1e-9));
    const [column, row] = [Math.floor(u), Math.floor(v)];
    const [right, up] = [u - column, v - row];
    const corner = (/** @type {number} */ node, /** @type {number} */ i) => tensors[3 * node + i];
    const of = (/** @type {number} */ i) => {
      const first = row * nodes + column;
      const [a, b] = [corner(first, i), corner(first + 1, i)];
      const [c, d] = [corner(first + nodes, i), corner(first + nodes + 1, i)];
      const [low, high] = [a + right * (b - a), c + right * (d - c)];
      const alongX = (1 - up) * (b - a) + up * (d - c);
      return [low + up * (high - low), alongX / spacing, (high - low) / spacing];
    };
    const [xx, xy, yy] = [of(0), of(1), of(2)];
    const each = (/** @type {number} */ k) => /** @type {Metric} */ ([xx[k], xy[k], yy[k]]);
    return { metric: each(0), slopes: [each(1), each(2)] };
  }

  /** In cells from the lowest node. @param {number} value @param {number} axis */
  #along = (value, axis) => (value - this.square.center[axis] + this.square.half_width) / this.spacing;
}

/**
 * Measure a square at (cells + 1)² nodes, of which every other one may be known from a grid half as fine.
 * @param {Decoder} decoder @param {Square} square @param {number} cells @param {MetricField | null} coarser
 * @param {() => Promise<void>} pause between parts, in which shorter work is done
 */
export async function survey(decoder, square, cells, coarser, pause) {
  const field = new MetricField(square, cells, new Float64Array(3 * (cells + 1) ** 2));
  const unknown = [];
  for (let node = 0; node < field.nodes ** 2; node++) {
    const [column, row] = [node % field.nodes, Math.floor(node / field.nodes)];
    if (!coarser || column % 2 || row % 2) unknown.push(node);
    else field.tensors.set(tensorOf(coarser, (row / 2) * coarser.nodes + column / 2), 3 * node);
  }
  for (let start = 0; start < unknown.length; start += BATCH) {
    await pause();
    const part = unknown.slice(start, start + BATCH);
    const found = metricsAt(decoder, Float32Array.from(part.flatMap((node) => field.place(node))));
    found.forEach((metric, i) => field.tensors.set(metric, 3 * part[i]));
  }
  return field;
}

/** @param {MetricField} field @param {number} node */
const tensorOf = ({ tensors }, node) => tensors.subarray(3 * node, 3 * node + 3);

/** JᵀJ at codes (n, 2). @param {Decoder} decoder @param {Float32Array} codes @returns {Metric[]} */
export function metricsAt(decoder, codes) {
  return decoder.memory.lend(() => slopesAt(decoder, codes).map(([x, y]) => [dots(x, x), dots(x, y), dots(y, y)]));
}

/**
 * How the pixels (p) change along both axes, of each code (n, 2), per latent unit, as views: until more room is taken.
 * @param {Decoder} decoder @param {Float32Array} codes @returns {Slopes[]}
 */
export function slopesAt(decoder, codes) {
  const { memory, pixels } = decoder;
  const { logits, slopes } = linearise(decoder, codes);
  memory.kernel.squash(logits.byteOffset, logits.byteOffset, logits.length);
  const changes = rows(slopes, pixels);
  return rows(logits, pixels).map((image, i) => [ofPixels(changes[2 * i], image), ofPixels(changes[2 * i + 1], image)]);
}

/** Slopes of pixels from those of their logits, in place. @param {Float32Array} slopes @param {Float32Array} image */
function ofPixels(slopes, image) {
  for (let p = 0; p < image.length; p++) slopes[p] *= image[p] * (1 - image[p]);
  return slopes;
}

/** The squared length of a step by a metric. @param {Metric} metric @param {number} dx @param {number} dy */
export const squareLength = ([xx, xy, yy], dx, dy) => xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy;

/** The sum of products of two rows, in float64. @param {Float32Array} a @param {Float32Array} b */
export function dots(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
