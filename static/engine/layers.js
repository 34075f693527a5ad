/** Layers of networks, their weights packed for the kernel. Rows of numbers are `padded` to whole columns. */

import { find, UnknownModel } from "./tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("./tensors.js").Tensors} Tensors */

const COLUMN = 16; // outputs that the kernel sums side by side

/** The room that a row of n numbers takes. @param {number} n */
export const padded = (n) => Math.ceil(n / COLUMN) * COLUMN;

/** A linear layer, or a convolution's product with patches. */
export class Dense {
  #memory;
  #w;
  #b;

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
    bias.set(find(tensors, `${name}.bias`).values);
    this.#b = memory.put(bias);
  }

  /** y (n, padded outputs) from x (n, stride). @param {number} x @param {number} y @param {number} n @param {number} [stride] */
  apply(x, y, n, stride = padded(this.inputs)) {
    const columns = padded(this.outputs) / COLUMN;
    this.#memory.kernel.dense(x, this.#w, this.#b, y, n, this.inputs, stride, columns);
  }
}

/** Weights (outputs, columns) as (outputs / 16, inputs, 16). @param {Float32Array} values @param {number} columns @param {number} outputs @param {number[]} inputs */
function pack(values, columns, outputs, inputs) {
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

  /** A picture (pixels, padded width) in place, by groups of channels. @param {number} x @param {number} pixels @param {number} groups */
  channels(x, pixels, groups) {
    this.#memory.kernel.groupNorm(x, this.#w, this.#b, pixels, this.width, groups, padded(this.width));
  }
}

/**
 * A convolution of square pictures (side², depth): depth is 1, or padded as what comes out is.
 */
export class Convolution {
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

/**
 * PyTorch's weights go channel by channel, our pictures pixel by pixel: the weight's input of each of ours, or −1.
 * @param {number} channels @param {number} depth that a pixel takes @param {number} pixels
 */
export const pixelsFirst = (channels, depth, pixels) =>
  Array.from({ length: pixels * depth }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / depth), i % depth];
    return channel < channels ? channel * pixels + pixel : -1;
  });
