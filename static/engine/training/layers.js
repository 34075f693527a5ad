/** Layers forwards and backwards, on a block's weights. Rows of numbers are padded to whole columns of 16. */

import { COLUMN, pack, padded } from "../layers.js";

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("../../core/tensors.js").Tensor} Tensor */
/** @typedef {import("./block.js").Block} Block */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */
/** @typedef {{memory: Memory, kernel: Kernel, block: Block}} Place */

/** How many numbers of a block a linear layer takes. @param {number} inputs @param {number} outputs */
export const linearSize = (inputs, outputs) => padded(outputs) * (inputs + 1);

/** y = x · w + b. The outputs may be parts, each padded to columns of its own. */
export class Linear {
  #place;
  #w;
  #b;
  #columns;
  /** @type {number} */ #turned;
  #zeros;

  /** @param {Place} place @param {number} inputs @param {number} outputs @param {number} [parts] of so many outputs each */
  constructor(place, inputs, outputs, parts = 1) {
    this.#place = place;
    this.inputs = inputs;
    this.outputs = outputs;
    this.parts = parts;
    this.#columns = (parts * padded(outputs)) / COLUMN;
    this.#w = place.block.take(inputs * this.width);
    this.#b = place.block.take(this.width);
    this.#turned = place.memory.take(padded(inputs) * this.width);
    this.#zeros = place.memory.put(new Float32Array(padded(inputs)));
  }

  /** The numbers of a row of outputs. */
  get width() {
    return this.#columns * COLUMN;
  }

  /** @param {number} x @param {number} y @param {number} n */
  forward(x, y, n) {
    const { kernel } = this.#place;
    kernel.dense(x, this.#w, this.#b, y, n, this.inputs, padded(this.inputs), this.#columns);
  }

  /**
   * Gradients of weights and bias from dy; the derivatives by x go to dx, a row padded as x's.
   * @param {number} x @param {number} dy @param {number} dx @param {number} n @param {number} room
   */
  backward(x, dy, dx, n, room) {
    const { kernel, block } = this.#place;
    const stride = padded(this.inputs);
    kernel.denseGradient(x, dy, block.gradient(this.#w), room, n, this.inputs, stride, this.#columns);
    kernel.biasGradient(dy, block.gradient(this.#b), n, this.#columns);
    kernel.transpose(this.#w, this.#turned, this.inputs, this.#columns);
    kernel.dense(dy, this.#turned, this.#zeros, dx, n, this.width, this.width, stride / COLUMN);
  }

  /** Of images by their pixels that are not zero. @param {import("./images.js").Batch} batch @param {number} y */
  forwardSparse({ counts, entries, n }, y) {
    this.#place.kernel.sparse(counts, entries, this.#w, this.#b, y, n, this.inputs, this.#columns);
  }

  /** @param {import("./images.js").Batch} batch @param {number} dy @param {number} room */
  backwardSparse({ counts, entries, n }, dy, room) {
    const { kernel, block } = this.#place;
    const dw = block.gradient(this.#w);
    kernel.sparseGradient(counts, entries, dy, dw, room, n, this.inputs, this.#columns);
    kernel.biasGradient(dy, block.gradient(this.#b), n, this.#columns);
  }

  /** Weight (outputs, inputs) and bias of a part, or their gradients. @param {number} part @param {boolean} [slopes] @returns {[Tensor, Tensor]} */
  tensors(part, slopes = false) {
    const { memory, block } = this.#place;
    const { inputs, outputs } = this;
    const at = (/** @type {number} */ place) => (slopes ? block.gradient(place) : place);
    const first = part * padded(outputs);
    const packed = memory.floats(at(this.#w), inputs * this.width).subarray(first * inputs);
    const values = unpack(packed, inputs, outputs);
    const bias = memory.floats(at(this.#b), this.width).slice(first, first + outputs);
    return [
      { shape: [outputs, inputs], values },
      { shape: [outputs], values: bias },
    ];
  }

  /** @param {number} part @param {Float32Array} weight (outputs, inputs) @param {Float32Array} bias */
  set(part, weight, bias) {
    const { memory } = this.#place;
    const first = part * padded(this.outputs);
    const order = Array.from({ length: this.inputs }, (_, i) => i);
    memory
      .floats(this.#w, this.inputs * this.width)
      .set(pack(weight, this.inputs, this.outputs, order), first * this.inputs);
    memory.floats(this.#b, this.width).set(bias, first);
  }
}

/** @param {Float32Array} packed (outputs / 16, inputs, 16) @param {number} inputs @param {number} outputs */
function unpack(packed, inputs, outputs) {
  const values = new Float32Array(outputs * inputs);
  for (let output = 0; output < outputs; output++) {
    let from = (output - (output % COLUMN)) * inputs + (output % COLUMN);
    for (let input = 0; input < inputs; input++, from += COLUMN) values[output * inputs + input] = packed[from];
  }
  return values;
}

/** A layer norm of rows. */
export class Norm {
  #place;
  #w;
  #b;

  /** @param {Place} place @param {number} width a multiple of 16 */
  constructor(place, width) {
    this.#place = place;
    this.width = width;
    this.#w = place.block.take(width);
    this.#b = place.block.take(width);
    place.memory.floats(this.#w, width).fill(1);
  }

  /** @param {number} x @param {number} y @param {number} n */
  forward(x, y, n) {
    this.#place.kernel.layerNorm(x, y, this.#w, this.#b, n, this.width, this.width);
  }

  /** @param {number} x @param {number} dy @param {number} dx @param {number} n */
  backward(x, dy, dx, n) {
    const { memory, kernel, block } = this.#place;
    const [dw, db] = [this.#w, this.#b].map(block.gradient);
    for (const sums of [dw, db]) memory.floats(sums, this.width).fill(0);
    kernel.layerNormGradient(x, this.#w, dy, dx, dw, db, n, this.width, this.width);
  }

  /** Weight and bias, or their gradients. @param {boolean} [slopes] @returns {[Tensor, Tensor]} */
  tensors(slopes = false) {
    const { memory, block } = this.#place;
    const read = (/** @type {number} */ at) => ({
      shape: [this.width],
      values: memory.floats(slopes ? block.gradient(at) : at, this.width).slice(),
    });
    return [read(this.#w), read(this.#b)];
  }

  /** @param {Float32Array} weight @param {Float32Array} bias */
  set(weight, bias) {
    this.#place.memory.floats(this.#w, this.width).set(weight);
    this.#place.memory.floats(this.#b, this.width).set(bias);
  }
}
