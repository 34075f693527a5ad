/** An autoencoder and its VAE, trained in lockstep from one seed: the same weights, images and order, to the bit. */

import { BATCH } from "../../core/training_settings.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { Memory } from "../memory.js";
import { Batches } from "./batch.js";
import { createTrainingKernel } from "./kernel.js";
import { Network } from "./network.js";
import { chance, drawWeights } from "./start.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/training_settings.js").Settings} Settings */
/** @typedef {import("./network.js").Terms} Terms */

export const SIDE = 28; // pixels
const SHAPE = { pixels: SIDE * SIDE, width: 64, waves: 32, decoderWidth: 64, blocks: 1 };
/** What both are built like. @param {number} dims */
export const shapeOf = (dims) => ({ ...SHAPE, dims });

const [WEIGHTS, ORDER, NOISE] = [0, 1, 2]; // streams of chance

export class Twins {
  #memory;
  #batches;
  #networks;
  #noise;
  #epsilons;
  #dims;
  step = 0;

  /**
   * @param {WebAssembly.Module} module what trains @param {Uint8Array[]} images 28·28 bytes each
   * @param {Pick<Settings, "seed" | "dims">} settings
   */
  constructor(module, images, { seed, dims }) {
    const kernel = createTrainingKernel(module);
    const memory = new Memory(/** @type {any} */ (kernel));
    const place = { memory, kernel };
    const mean = meanOf(images);
    this.#networks = forBoth((side) => new Network(place, shapeOf(dims), side === "vae"));
    for (const side of SIDES) {
      const network = this.#networks[side];
      network.load(drawWeights(place, chance(memory, seed, WEIGHTS), network.tensors(), mean));
    }
    this.#batches = new Batches(place, images, SIDE, chance(memory, seed, ORDER));
    this.#memory = memory;
    this.#dims = dims;
    this.#noise = chance(memory, seed, NOISE);
    this.#epsilons = memory.take(BATCH * dims);
  }

  /** One step of both; their terms on its images, before it. @param {Settings} settings @returns {Record<Side, Terms>} */
  advance({ likelihood, beta, noise, rate }) {
    const batch = this.#batches.next();
    /** @type {any} */ (this.#memory.kernel).normals(this.#noise, this.#epsilons, BATCH * this.#dims);
    this.step++;
    return forBoth((side) => {
      const network = this.#networks[side];
      const terms = network.learn(batch, this.#epsilons, { likelihood, beta, noise });
      network.block.descend(rate);
      return terms;
    });
  }

  /** Each network's weights by their names in PyTorch's. @returns {Record<Side, import("../../core/tensors.js").Tensors>} */
  weights = () => forBoth((side) => this.#networks[side].tensors());
}

/** @param {Uint8Array[]} images @returns {Float32Array} in 0..1 */
function meanOf(images) {
  const sums = new Float64Array(SHAPE.pixels);
  for (const image of images) for (let i = 0; i < sums.length; i++) sums[i] += image[i];
  return Float32Array.from(sums, (sum) => sum / images.length / 255);
}
