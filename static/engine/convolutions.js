/** Convolutions of square pictures (side², depth): depth is padded as what comes out is, but for an image's. */

import { Dense, padded, pixelsFirst } from "./layers.js";
import { find, UnknownModel } from "../core/tensors.js";
import { Winograd } from "./winograd.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("../core/tensors.js").Tensors} Tensors */
/** @typedef {{step: number, border: number, ofImage?: boolean}} Geometry ofImage: of one number a pixel, not padded */
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
 * @param {Memory} memory @param {Tensors} tensors @param {string} name @param {Geometry} geometry
 * @returns {Convolution}
 */
export function createConvolution(memory, tensors, name, geometry) {
  const [, , size] = find(tensors, `${name}.weight`).shape;
  const isUsual = size === 3 && geometry.step === 1 && geometry.border === 1;
  // One number a pixel makes for products too short to be worth the transforms.
  if (isUsual && !geometry.ofImage) return new Winograd(memory, tensors, name);
  return new Patches(memory, tensors, name, geometry);
}

/** By products with patches. */
class Patches {
  #memory;
  #dense;

  /**
   * @param {Memory} memory @param {Tensors} tensors @param {string} name
   * @param {Geometry} geometry
   */
  constructor(memory, tensors, name, { step, border, ofImage }) {
    const [outputs, channels, size, other] = find(tensors, `${name}.weight`).shape;
    if (size !== other) throw new UnknownModel(`${name} is not square`);
    this.#memory = memory;
    this.size = size;
    this.step = step;
    this.border = border;
    this.depth = ofImage ? channels : padded(channels);
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
