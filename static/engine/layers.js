/** Layers of networks, their weights packed for the kernel. Rows of numbers are `padded` to whole columns. */

import { find } from "../core/tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("../core/tensors.js").Tensors} Tensors */

export const COLUMN = 16; // outputs that the kernel sums side by side

/** Of channels, in a group norm. */
export const GROUPS = 8;

/** The room that a row of n numbers takes. @param {number} n */
export const padded = (n) => Math.ceil(n / COLUMN) * COLUMN;

/** A linear layer, or a convolution's product with patches. */
export class Dense {
  #memory;
  #w;
  #b;
  #noBias;

  /**
   * @param {Memory} memory @param {Tensors} tensors
   * @param {string} name of weight, (outputs, inputs) whatever else its shape says, and bias
   * @param {number[]} [order] which of the weight's inputs each of the rows' numbers is; −1: none, as it is zero
   */
  constructor(memory, tensors, name, order) {
    const { shape, values } = find(tensors, `${name}.weight`);
    this.#memory = memory;
    this.outputs = shape[0];
    const columns = values.length / this.outputs;
    const inputs = order ?? Array.from({ length: columns }, (_, i) => i);
    this.inputs = inputs.length;
    this.#w = memory.put(pack(values, columns, this.outputs, inputs));
    const bias = new Float32Array(padded(this.outputs));
    this.#noBias = memory.put(bias);
    bias.set(find(tensors, `${name}.bias`).values);
    this.#b = memory.put(bias);
  }

  /** y (n, padded outputs) from x (n, stride). @param {number} x @param {number} y @param {number} n @param {number} [stride] */
  apply(x, y, n, stride = padded(this.inputs)) {
    this.#sum(this.#b, x, y, n, stride);
  }

  /** Derivatives y (n, padded outputs) along changes x (n, padded inputs). @param {number} x @param {number} y @param {number} n */
  slope(x, y, n) {
    this.#sum(this.#noBias, x, y, n, padded(this.inputs));
  }

  /** @param {number} b @param {number} x @param {number} y @param {number} n @param {number} stride */
  #sum(b, x, y, n, stride) {
    const columns = padded(this.outputs) / COLUMN;
    this.#memory.kernel.dense(x, this.#w, b, y, n, this.inputs, stride, columns);
  }
}

/** Weights (outputs, columns) as (outputs / 16, inputs, 16). @param {Float32Array} values @param {number} columns @param {number} outputs @param {number[]} inputs */
export function pack(values, columns, outputs, inputs) {
  const packed = new Float32Array(padded(outputs) * inputs.length);
  for (let output = 0; output < outputs; output++) {
    let to = (output - (output % COLUMN)) * inputs.length + (output % COLUMN);
    for (const input of inputs) {
      if (input >= 0) packed[to] = values[output * columns + input];
      to += COLUMN;
    }
  }
  return packed;
}

/** The weight and the bias of a norm, in memory. */
export class Norm {
  #memory;
  #w;
  #b;

  /** @param {Memory} memory @param {Tensors} tensors @param {string} name */
  constructor(memory, tensors, name) {
    const weight = find(tensors, `${name}.weight`).values;
    this.#memory = memory;
    this.width = weight.length;
    this.#w = memory.put(weight);
    this.#b = memory.put(find(tensors, `${name}.bias`).values);
  }

  /** y of x, both (n, padded width), each row by itself. @param {number} x @param {number} y @param {number} n */
  rows(x, y, n) {
    this.#memory.kernel.layerNorm(x, y, this.#w, this.#b, n, this.width, padded(this.width));
  }

  /**
   * Derivatives y at n rows x along k changes of each, likewise.
   * @param {number} x @param {number} changes @param {number} y @param {number} n @param {number} k
   */
  slopes(x, changes, y, n, k) {
    const row = 4 * padded(this.width);
    for (let i = 0; i < n; i++) {
      const [of, at] = [changes + i * k * row, y + i * k * row];
      this.#memory.kernel.layerNormSlope(x + i * row, of, at, this.#w, k, this.width, padded(this.width));
    }
  }

  /** A picture (pixels, padded width) in place, by groups of channels. @param {number} x @param {number} pixels @param {number} groups */
  channels(x, pixels, groups) {
    this.#memory.kernel.groupNorm(x, this.#w, this.#b, pixels, this.width, groups, padded(this.width));
  }
}

/**
 * PyTorch's weights go channel by channel, our pictures pixel by pixel: the weight's input of each of ours, or −1.
 * @param {number} channels @param {number} depth that a pixel takes @param {number} pixels
 */
export const pixelsFirst = (channels, depth, pixels) =>
  Array.from({ length: pixels * depth }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / depth), i % depth];
    return channel < channels ? channel * pixels + pixel : -1;
  });
