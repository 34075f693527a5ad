/** A network's weights side by side in memory, with room for what a step of Adam needs of each. */

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */

const FLOAT = 4;
const [FIRST, SECOND] = [0.9, 0.999]; // how much of Adam's moments is kept, as in engine/kernel/training/adam.ts

/** Weights, then their gradients, then both moments: each `size` numbers. */
export class Block {
  #memory;
  #taken = 0;
  /** What is left of the moments' first zeros: 0.9ᵗ and 0.999ᵗ. */
  #left = [1, 1];

  /** @param {Memory} memory @param {number} size numbers that will be taken, a multiple of 4 each time */
  constructor(memory, size) {
    this.#memory = memory;
    this.size = size;
    this.at = memory.take(4 * size);
  }

  /** The address of room for n weights. @param {number} n */
  take(n) {
    const at = this.at + FLOAT * this.#taken;
    this.#taken += n;
    return at;
  }

  /** Where the gradient of weights is. @param {number} at their address */
  gradient = (at) => at + FLOAT * this.size;

  /** One step down the gradients. @param {number} rate */
  descend(rate) {
    const { size, at } = this;
    const kernel = /** @type {Kernel} */ (/** @type {unknown} */ (this.#memory.kernel));
    this.#left = [this.#left[0] * FIRST, this.#left[1] * SECOND];
    const [mean, square] = this.#left.map((left) => 1 - left);
    const [g, m, v] = [1, 2, 3].map((part) => at + FLOAT * size * part);
    kernel.adam(at, g, m, v, size, rate / mean, 1 / Math.sqrt(square));
  }
}
