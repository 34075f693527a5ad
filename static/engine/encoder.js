/** The encoder q_φ(z|x): an image to μ and, of a VAE, log σ. */

import { createConvolution } from "./convolutions.js";
import { Dense, GROUPS, Norm, padded, pixelsFirst } from "./layers.js";
import { find } from "../core/tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */
/** @typedef {import("../core/tensors.js").Tensors} Tensors */
/** @typedef {{mu: Float32Array, logSigma: Float32Array | null}} Code logSigma: null: an autoencoder's */
/** @typedef {{convolution: import("./convolutions.js").Convolution, norm: Norm | null}} Stage */

/** The encoder of model/networks/modules.py, with its heads. */
export class Encoder {
  #memory;
  #side;
  /** @type {Stage[]} */ #stages = [];
  #trunk;
  #mu;
  #logSigma;

  /**
   * Raises UnknownModel where the weights are of another network.
   * @param {Memory} memory @param {Tensors} tensors @param {number} side of its images
   */
  constructor(memory, tensors, side) {
    this.#memory = memory;
    this.#side = side;
    this.#trunk = tensors.has("encoder.0.weight") ? this.#convolved(tensors) : this.#dense(tensors);
    this.#mu = new Dense(memory, tensors, "mu");
    this.#logSigma = tensors.has("log_sigma.weight") ? new Dense(memory, tensors, "log_sigma") : null;
  }

  /** The layer above the convolutions, which become the stages. @param {Tensors} tensors */
  #convolved(tensors) {
    const memory = this.#memory;
    this.#stages.push({
      convolution: createConvolution(memory, tensors, "encoder.0", { step: 2, border: 2, ofImage: true }),
      norm: null,
    });
    let place = 2;
    for (; tensors.has(`encoder.${place}.weight`); place += 3) {
      const convolution = createConvolution(memory, tensors, `encoder.${place}`, { step: 2, border: 1 });
      this.#stages.push({ convolution, norm: new Norm(memory, tensors, `encoder.${place + 1}`) });
    }
    const { outputs } = this.#stages[this.#stages.length - 1].convolution;
    const last = this.#stages.reduce((before, { convolution }) => convolution.sideAfter(before), this.#side);
    return new Dense(memory, tensors, `encoder.${place + 1}`, pixelsFirst(outputs, padded(outputs), last ** 2));
  }

  /** The layer that reads the image itself, of an encoder without convolutions. @param {Tensors} tensors */
  #dense(tensors) {
    const [pixels, [, inputs]] = [this.#side ** 2, find(tensors, "encoder.1.weight").shape];
    const channels = inputs / pixels;
    return new Dense(this.#memory, tensors, "encoder.1", pixelsFirst(channels, channels, pixels));
  }

  /** @param {Float32Array} image (p) in 0..1 @returns {Code} */
  encode(image) {
    return this.#memory.lend(() => {
      const h = this.#describe(image);
      return { mu: this.#read(this.#mu, h), logSigma: this.#logSigma && this.#read(this.#logSigma, h) };
    });
  }

  /** The address of what the heads read. @param {Float32Array} image */
  #describe(image) {
    const { kernel } = this.#memory;
    let [x, side] = [this.#memory.put(image), this.#side];
    for (const { convolution, norm } of this.#stages) {
      const after = convolution.sideAfter(side);
      const values = after ** 2 * padded(convolution.outputs);
      const y = this.#memory.take(values);
      convolution.apply(x, y, side);
      norm?.channels(y, after ** 2, GROUPS);
      kernel.gelu(y, values);
      [x, side] = [y, after];
    }
    const h = this.#memory.take(padded(this.#trunk.outputs));
    this.#trunk.apply(x, h, 1);
    kernel.gelu(h, padded(this.#trunk.outputs));
    return h;
  }

  /** @param {Dense} head @param {number} h */
  #read(head, h) {
    const y = this.#memory.take(padded(head.outputs));
    head.apply(h, y, 1);
    return this.#memory.floats(y, head.outputs).slice();
  }
}
