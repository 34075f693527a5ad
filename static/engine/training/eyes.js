/** What is seen of decoders: images at codes, what the judge reads in them, and how a plane of their latent space looks. */

import { Decoder } from "../decoder.js";
import { Judge } from "../judge.js";
import { Memory } from "../memory.js";
import { parseTensors } from "../../core/tensors.js";
import { gridOf, onPlane, spreadOf } from "./look.js";
import { SIDE } from "./twins.js";

/** @typedef {import("../../core/tensors.js").Tensors} Tensors */
/** @typedef {import("./look.js").Cloud} Cloud */
/** @typedef {import("./look.js").View} View */
/**
 * @typedef {View & {grid: Uint8Array[], codes: Float32Array, sigma: Float32Array | null, mu: Float32Array}} Look grid: decoded
 *   images, row by row from above, at the centres of a square grid over the extent; codes, sigma: (n, 2) of the images that are
 *   held out, on the axes; mu: (n, d) on all of them
 * @typedef {{images: Uint8Array[], labels: number[], sure: number[]}} Seen sure: the judge's probability of its label
 */

export class Eyes {
  #judge;
  #side;

  /** @param {{kernel: import("../memory.js").Kernel, judge: ArrayBuffer}} files @param {number} side of the grid */
  constructor({ kernel, judge }, side) {
    this.memory = new Memory(kernel);
    this.#judge = new Judge(this.memory, parseTensors(judge), { side: SIDE, channels: 1 });
    this.#side = side;
  }

  /** @param {Tensors} tensors of a decoder, at least @param {Float32Array} codes (n, d) */
  decode(tensors, codes) {
    return this.memory.lend(() => new Decoder(this.memory, tensors).decode(codes));
  }

  /** What the judge reads. @param {Float32Array} images (n, p) @returns {{labels: number[], sure: number[]}} */
  read(images) {
    const { probabilities } = this.#judge.read(images);
    const sure = probabilities.map((of) => Math.max(...of));
    return { labels: probabilities.map((of, i) => of.indexOf(sure[i])), sure };
  }

  /** Images at codes, and what is read in them. @param {Tensors} tensors @param {number[][]} codes @returns {Seen} */
  see(tensors, codes) {
    const { floats, bytes } = this.decode(tensors, Float32Array.from(codes.flat()));
    return { images: imagesIn(bytes), ...this.read(floats) };
  }

  /** @param {Tensors} tensors @param {Cloud} cloud @param {View} view @returns {Look} */
  look(tensors, cloud, view) {
    const { bytes } = this.decode(tensors, gridOf(view, spreadOf(cloud), this.#side));
    const plane = (/** @type {Float32Array} */ values) => onPlane(values, cloud.dims, view.axes);
    const sigma = cloud.sigma && plane(cloud.sigma);
    return { ...view, grid: imagesIn(bytes), codes: plane(cloud.mu), sigma, mu: cloud.mu };
  }
}

/** @param {Uint8Array} bytes of images one after the other */
const imagesIn = (bytes) =>
  Array.from({ length: bytes.length / SIDE ** 2 }, (_, i) => bytes.subarray(i * SIDE ** 2, (i + 1) * SIDE ** 2));
