/** Convolutions of square pictures (side², depth): depth is 1, or padded as what comes out is. */

import { COLUMN, Dense, pack, padded, pixelsFirst } from "./layers.js";
import { find, UnknownModel } from "./tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("./tensors.js").Tensors} Tensors */
/**
 * @typedef {{
 *   outputs: number,
 *   depth: number,
 *   sideAfter: (side: number) => number,
 *   apply: (x: number, y: number, side: number) => void,
 * }} Convolution sideAfter: of what comes out of a picture; apply: y (out², padded outputs) of x (side², depth)
 */

/**
 * Raises UnknownModel where there is no such convolution.
 * @param {Memory} memory @param {Tensors} tensors @param {string} name @param {{step: number, border: number}} geometry
 * @returns {Convolution}
 */
export function createConvolution(memory, tensors, name, geometry) {
  const [, channels, size] = find(tensors, `${name}.weight`).shape;
  const isUsual = size === 3 && geometry.step === 1 && geometry.border === 1;
  // One channel makes for products too short to be worth the transforms.
  if (isUsual && channels > 1) return new Winograd(memory, tensors, name);
  return new Patches(memory, tensors, name, geometry);
}

/** By products with patches. */
class Patches {
  #memory;
  #dense;

  /**
   * @param {Memory} memory @param {Tensors} tensors @param {string} name
   * @param {{step: number, border: number}} geometry
   */
  constructor(memory, tensors, name, { step, border }) {
    const [outputs, channels, size, other] = find(tensors, `${name}.weight`).shape;
    if (size !== other) throw new UnknownModel(`${name} is not square`);
    this.#memory = memory;
    this.size = size;
    this.step = step;
    this.border = border;
    this.depth = channels === 1 ? 1 : padded(channels);
    this.outputs = outputs;
    this.#dense = new Dense(memory, tensors, name, pixelsFirst(channels, this.depth, size * size));
  }

  /** The side of what comes out of a picture. @param {number} side */
  sideAfter = (side) => Math.floor((side + 2 * this.border - this.size) / this.step) + 1;

  /** y (out², padded outputs) of x (side², depth). @param {number} x @param {number} y @param {number} side */
  apply(x, y, side) {
    const { kernel } = this.#memory;
    const { depth, size, step, border } = this;
    const places = this.sideAfter(side) ** 2;
    this.#memory.lend(() => {
      const seen = this.#memory.take(places * size * size * depth);
      kernel.patches(x, seen, side, depth, size, step, border);
      this.#dense.apply(seen, y, places, size * size * depth);
    });
  }
}

const SIZE = 3;
const TILE = 4; // a tile's side, before it is transformed back to 2
// Of 3 weights along a side, what a tile's 4 transformed ones are.
const SPREAD = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];

/** Of 3×3, with a border of 1, by Winograd's transforms: see kernel/winograd.ts. */
class Winograd {
  #memory;
  /** @type {number[]} */ #w;
  #b;
  #noBias;

  /** @param {Memory} memory @param {Tensors} tensors @param {string} name */
  constructor(memory, tensors, name) {
    const { shape, values } = find(tensors, `${name}.weight`);
    const [outputs, channels] = shape;
    this.#memory = memory;
    this.outputs = outputs;
    this.depth = padded(channels);
    const inputs = pixelsFirst(channels, this.depth, 1);
    this.#w = spread(values).map((part) => memory.put(pack(part, channels, outputs, inputs)));
    const bias = new Float32Array(padded(outputs));
    this.#noBias = memory.put(bias);
    bias.set(find(tensors, `${name}.bias`).values);
    this.#b = memory.put(bias);
  }

  /** @param {number} side */
  sideAfter = (side) => side;

  /** @param {number} x @param {number} y @param {number} side */
  apply(x, y, side) {
    const { kernel } = this.#memory;
    const [tiles, outputs] = [Math.ceil(side / 2), padded(this.outputs)];
    const size = tiles ** 2;
    this.#memory.lend(() => {
      const wide = this.#memory.take((2 * tiles + 2) ** 2 * this.depth);
      const seen = this.#memory.take(TILE ** 2 * size * this.depth);
      const products = this.#memory.take(TILE ** 2 * size * outputs);
      kernel.bordered(x, wide, side, this.depth);
      kernel.toTiles(wide, seen, side, this.depth);
      for (const [k, w] of this.#w.entries()) {
        const [from, to] = [seen + 4 * k * size * this.depth, products + 4 * k * size * outputs];
        kernel.dense(from, w, this.#noBias, to, size, this.depth, this.depth, outputs / COLUMN);
      }
      kernel.fromTiles(products, this.#b, y, side, outputs);
    });
  }
}

/** Weights (n, 3, 3) as 16 times (n): G·g·Gᵀ. @param {Float32Array} values */
function spread(values) {
  const n = values.length / SIZE ** 2;
  return Array.from({ length: TILE ** 2 }, (_, k) => {
    const [down, across] = [SPREAD[Math.floor(k / TILE)], SPREAD[k % TILE]];
    return Float32Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let at = 0; at < SIZE ** 2; at++)
        sum += values[i * SIZE ** 2 + at] * down[Math.floor(at / SIZE)] * across[at % SIZE];
      return sum;
    });
  });
}
