/** Images in memory, of which batches are taken. */

import { BATCH } from "../../core/training_settings.js";

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */
/**
 * @typedef {{n: number, x: number, counts: number, entries: number}} Batch addresses of n images (n, p) in 0..1, and of those
 *   pixels of each that are not zero
 */

export class Images {
  #kernel;
  #bytes;
  #chosen;
  #shifts;
  /** @type {Batch} */ #batch;

  /** @param {{memory: Memory, kernel: Kernel}} place @param {Uint8Array[]} images (side·side) each @param {number} side */
  constructor({ memory, kernel }, images, side) {
    const pixels = side * side;
    this.#kernel = kernel;
    this.side = side;
    this.count = images.length;
    this.#bytes = memory.take(Math.ceil((images.length * pixels) / 4));
    const room = memory.bytes(this.#bytes, images.length * pixels);
    images.forEach((image, i) => room.set(image, i * pixels));
    this.#chosen = memory.take(BATCH);
    this.#shifts = memory.take(2 * BATCH);
    const [counts, entries] = [memory.take(BATCH), memory.take(2 * BATCH * pixels)];
    this.#batch = { n: 0, x: memory.take(BATCH * pixels), counts, entries };
    this.#integers(this.#shifts).fill(0);
  }

  /** @param {number} at */
  #integers = (at) => new Int32Array(this.#kernel.memory.buffer, at, 2 * BATCH);

  /**
   * Some of them, in the place of the batch before.
   * @param {ArrayLike<number>} chosen at most 64 @param {(shifts: number) => void} [shift] fills in by how much each is moved, by address
   */
  batch(chosen, shift) {
    this.#integers(this.#chosen).set(chosen);
    shift?.(this.#shifts);
    this.#batch.n = chosen.length;
    const { n, x, counts, entries } = this.#batch;
    this.#kernel.gather(this.#bytes, this.#chosen, this.#shifts, x, counts, entries, n, this.side);
    return this.#batch;
  }
}
