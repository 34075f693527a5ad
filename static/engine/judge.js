/** The judge: the frozen classifier that measures decoded images. */

import { createConvolution } from "./convolutions.js";
import { Dense, GROUPS, Norm, padded, pixelsFirst } from "./layers.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {{convolution: import("./convolutions.js").Convolution, norm: Norm}} Stage */

const POOLED = 3; // pixels on a side in front of the last layer
const SAME = { step: 1, border: 1 };

/** The network of model/networks/judge.py. */
export class Judge {
  #memory;
  #shape;
  /** @type {Stage[]} */ #stages;
  #classify;

  /**
   * Raises UnknownModel where the weights are of another network.
   * @param {Memory} memory @param {import("../core/tensors.js").Tensors} tensors @param {import("../core/pixels.js").Shape} shape of images
   */
  constructor(memory, tensors, shape) {
    this.#memory = memory;
    this.#shape = shape;
    this.#stages = [0, 4, 8].map((place) => ({
      convolution: createConvolution(memory, tensors, `features.${place}`, { ...SAME, ofImage: place === 0 }),
      norm: new Norm(memory, tensors, `features.${place + 1}`),
    }));
    this.channels = this.#stages[2].convolution.outputs;
    this.#classify = new Dense(memory, tensors, "classify.1", pixelsFirst(this.channels, this.channels, POOLED ** 2));
  }

  /**
   * @param {Float32Array} images (n, p) in 0..1
   * @returns {{probabilities: Float32Array[], features: Float32Array[]}} of each image: of the classes, and the 864 numbers that they come from, in an order of their own
   */
  read(images) {
    const size = this.#shape.side ** 2 * this.#shape.channels;
    /** @type {{probabilities: Float32Array[], features: Float32Array[]}} */
    const found = { probabilities: [], features: [] };
    for (let at = 0; at < images.length; at += size) {
      const [features, logits] = this.#memory.lend(() => this.#describe(images.subarray(at, at + size)));
      found.features.push(features);
      found.probabilities.push(softmax(logits, this.#memory.kernel.exp));
    }
    return found;
  }

  /** Features and logits. @param {Float32Array} image */
  #describe(image) {
    const memory = this.#memory;
    const [first, second, third] = this.#stages;
    let { side } = this.#shape;
    let x = see(memory, first, memory.put(image), side);
    for (const stage of [second, third]) {
      const { depth } = stage.convolution;
      const half = memory.take((side / 2) ** 2 * depth);
      memory.kernel.maxPool(x, half, side, depth);
      side /= 2;
      x = see(memory, stage, half, side);
    }
    const count = this.channels * POOLED ** 2;
    const [features, logits] = [memory.take(count), memory.take(padded(this.#classify.outputs))];
    memory.kernel.averagePool(x, features, side, padded(this.channels), this.channels, POOLED);
    this.#classify.apply(features, logits, 1, count);
    return [features, logits].map((at, i) => memory.floats(at, i ? this.#classify.outputs : count).slice());
  }
}

/** The address of what a stage makes of a picture. @param {Memory} memory @param {Stage} stage @param {number} x @param {number} side */
function see(memory, { convolution, norm }, x, side) {
  const values = side * side * padded(convolution.outputs);
  const y = memory.take(values);
  convolution.apply(x, y, side);
  norm.channels(y, side * side, GROUPS);
  memory.kernel.gelu(y, values);
  return y;
}

/** The likeliest label. @param {Float32Array} probabilities */
export const labelOf = (probabilities) => probabilities.indexOf(Math.max(...probabilities));

/** @param {Float32Array} logits @param {(x: number) => number} exp */
function softmax(logits, exp) {
  const most = Math.max(...logits);
  const parts = Array.from(logits, (logit) => exp(logit - most));
  const sum = parts.reduce((total, part) => total + part, 0);
  return Float32Array.from(parts, (part) => part / sum);
}
