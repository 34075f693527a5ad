/** How a network begins: by chance from a seed, but for its pixels' bias, which is the mean image. */

import { toHalf } from "../../core/float16.js";
import { widen } from "../../core/tensors.js";

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("../../core/tensors.js").Tensors} Tensors */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */

const LEAST = 1e-3; // of a mean pixel, and most 1 − 1e-3, as model/networks/modules.py has it
const WORD = 2n ** 64n - 1n;

/**
 * The address of a state of chance. Streams of one seed, and seeds beside one another, have nothing in common.
 * Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".
 * @param {Memory} memory @param {number} seed @param {number} stream
 */
export function chance(memory, seed, stream) {
  let word = (BigInt(seed) * 64n + BigInt(stream + 1)) * 0x9e3779b97f4a7c15n;
  word = (((word & WORD) ^ ((word & WORD) >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
  word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & WORD;
  const at = memory.take(2);
  new BigUint64Array(memory.kernel.memory.buffer, at, 1)[0] = word ^ (word >> 31n);
  return at;
}

/**
 * Draws weights as PyTorch's linear layers begin: uniform within ±1/√inputs; norms stay as they are. log σ's come last, so
 * that the layers which twins share start from the same weights.
 * @param {{memory: Memory, kernel: Kernel}} place @param {number} random @param {Tensors} tensors whose shapes are taken
 * @param {Float32Array} mean image (p) in 0..1 @returns {Tensors}
 */
export function drawWeights({ memory, kernel }, random, tensors, mean) {
  const draw = (/** @type {number} */ n, /** @type {(at: number) => void} */ fill) =>
    memory.lend(() => {
      const at = memory.take(n + 1);
      fill(at);
      return memory.floats(at, n).slice();
    });
  const isLast = (/** @type {string} */ name) => name.startsWith("log_sigma.");
  const names = [...tensors.keys()].sort((a, b) => Number(isLast(a)) - Number(isLast(b)));
  /** @type {Tensors} */
  const drawn = new Map();
  for (const name of names) {
    const tensor = /** @type {import("../../core/tensors.js").Tensor} */ (tensors.get(name));
    const { length } = tensor.values;
    const bound = 1 / Math.sqrt(inputsOf(name, tensors));
    if (name.endsWith("frequencies")) {
      const values = draw(length, (at) => kernel.normals(random, at, length + (length % 2)));
      drawn.set(name, { ...tensor, values: widen(Uint16Array.from(values, toHalf)) });
    } else if (Number.isFinite(bound))
      drawn.set(name, { ...tensor, values: draw(length, (at) => kernel.uniforms(random, at, length, bound)) });
    else drawn.set(name, tensor);
  }
  const logits = mean.map((value) => {
    const p = Math.min(Math.max(value, LEAST), 1 - LEAST);
    return kernel.log(p / (1 - p));
  });
  return drawn.set("decoder.pixels.bias", { shape: [logits.length], values: logits });
}

/** Of a linear layer; none (0, so that no bound is finite) of a norm. @param {string} name @param {Tensors} tensors */
function inputsOf(name, tensors) {
  const weight = tensors.get(name.replace(/bias$/, "weight"));
  return weight && weight.shape.length === 2 ? weight.shape[1] : 0;
}
