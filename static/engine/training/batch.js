/** The images of each step, in an order that is shuffled anew each epoch. */

import { BATCH } from "../../core/training_settings.js";
import { Images } from "./images.js";

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */

const FEW = 100; // images: so many are to be learnt as they are

export class Batches {
  #memory;
  #kernel;
  #images;
  #order;
  #place = 0;
  #random;

  /**
   * Where there are many, one in four is moved by a pixel, across and down.
   * @param {{memory: Memory, kernel: Kernel}} place @param {Uint8Array[]} images @param {number} side of them
   * @param {number} random the address of the state that chance has
   */
  constructor(place, images, side, random) {
    this.#memory = place.memory;
    this.#kernel = place.kernel;
    this.#random = random;
    this.#images = new Images(place, images, side);
    this.#order = place.memory.take(images.length);
    this.#numbers().set(images.map((_, i) => i));
    this.#mix();
  }

  #numbers = () => new Int32Array(this.#memory.kernel.memory.buffer, this.#order, this.#images.count);

  #mix() {
    this.#kernel.shuffle(this.#random, this.#order, this.#images.count);
    this.#place = 0;
  }

  /** The next batch, in the place of the last. What fills none is left out of an epoch; of fewer images some come twice. */
  next() {
    const { count } = this.#images;
    if (this.#place > 0 && this.#place + BATCH > count) this.#mix();
    const order = this.#numbers();
    const chosen = Array.from({ length: BATCH }, (_, i) => order[(this.#place + i) % count]);
    this.#place += BATCH;
    if (count < FEW) return this.#images.batch(chosen);
    return this.#images.batch(chosen, (shifts) => this.#kernel.shifts(this.#random, shifts, 2 * BATCH));
  }
}
