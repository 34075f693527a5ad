/** Convolutions of 3×3 with a border of 1, by Winograd's transforms: see kernel/winograd.ts. */

import { COLUMN, pack, padded, pixelsFirst } from "./layers.js";
import { find } from "../core/tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("../core/tensors.js").Tensors} Tensors */

const SIZE = 3;
const TILE = 4; // a tile's side, before it is transformed back to 2
// Of 3 weights along a side, what a tile's 4 transformed ones are.
const SPREAD = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];

/** A convolution as convolutions.js has it. */
export class Winograd {
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
