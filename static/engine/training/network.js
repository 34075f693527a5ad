/** An autoencoder or a VAE of dense layers, forwards and backwards: model/networks/ with an encoder without convolutions. */

import { BATCH } from "../../core/training_settings.js";
import { padded } from "../layers.js";
import { Block } from "./block.js";
import { Linear, linearSize, Norm } from "./layers.js";

/** @typedef {import("../memory.js").Memory} Memory */
/** @typedef {import("../../core/tensors.js").Tensors} Tensors */
/** @typedef {import("./images.js").Batch} Batch */
/** @typedef {import("./kernel.js").TrainingKernel} Kernel */
/** @typedef {{pixels: number, dims: number, width: number, waves: number, decoderWidth: number, blocks: number}} Shape */
/** @typedef {{likelihood: "bernoulli" | "gaussian", beta: number, noise: number}} Aim noise: factor of σ·ε */
/** @typedef {{reconstruction: number, kl: number}} Terms nats per image; an autoencoder's kl is 0 */

export const OBSERVATION_SD = 0.15; // of the Gaussian's pixels, as model/config/model.py has it
const HALF_LOG_TWO_PI = 0.9189385332046727; // ½ ln 2π
const LOG_SD = -1.8971199848858813; // ln 0.15

/** @param {Shape} shape @param {boolean} samples */
function sizeOf({ pixels, dims, width, waves, decoderWidth, blocks }, samples) {
  const residual = 2 * decoderWidth + 2 * linearSize(decoderWidth, decoderWidth);
  const heads = (samples ? 2 : 1) * linearSize(width, dims);
  const decoder = linearSize(dims + 2 * waves, decoderWidth) + blocks * residual;
  return linearSize(pixels, width) + heads + decoder + 2 * decoderWidth + linearSize(decoderWidth, pixels);
}

export class Network {
  #kernel;
  #memory;
  #samples;
  #shape;
  #encoder;
  #heads;
  #frequencies;
  #lift;
  /** @type {{norm: Norm, first: Linear, second: Linear}[]} */
  #blocks;
  #norm;
  #pixels;
  #rooms;

  /** Widths are multiples of 16. @param {{memory: Memory, kernel: Kernel}} place @param {Shape} shape @param {boolean} samples */
  constructor({ memory, kernel }, shape, samples) {
    this.#memory = memory;
    this.#kernel = kernel;
    this.#shape = shape;
    this.#samples = samples;
    const { pixels, dims, width, waves, decoderWidth, blocks } = shape;
    this.block = new Block(memory, sizeOf(shape, samples));
    const place = { memory, kernel, block: this.block };
    this.#encoder = new Linear(place, pixels, width);
    this.#heads = new Linear(place, width, dims, samples ? 2 : 1);
    this.#frequencies = memory.take(dims * waves);
    this.#lift = new Linear(place, dims + 2 * waves, decoderWidth);
    this.#blocks = Array.from({ length: blocks }, () => ({
      norm: new Norm(place, decoderWidth),
      first: new Linear(place, decoderWidth, decoderWidth),
      second: new Linear(place, decoderWidth, decoderWidth),
    }));
    this.#norm = new Norm(place, decoderWidth);
    this.#pixels = new Linear(place, decoderWidth, pixels);
    this.#rooms = this.#createRooms();
  }

  /** Where the numbers of a step's batch are. */
  #createRooms() {
    const { pixels, dims, width, waves, decoderWidth, blocks } = this.#shape;
    const rows = (/** @type {number} */ columns) => this.#memory.take(BATCH * columns);
    const layer = () => rows(decoderWidth);
    return {
      ...{ before: rows(width), h: rows(width), dh: rows(width), slope: rows(Math.max(width, decoderWidth)) },
      ...{ heads: rows(this.#heads.width), dHeads: rows(this.#heads.width) },
      ...{ z: rows(dims), dz: rows(dims), sigmas: rows(dims), none: rows(dims) },
      ...{ features: rows(padded(dims + 2 * waves)), dFeatures: rows(padded(dims + 2 * waves)) },
      ...{ states: Array.from({ length: blocks + 1 }, layer), d: layer(), back: layer() },
      inner: Array.from({ length: blocks }, () => ({ normed: layer(), before: layer(), after: layer() })),
      ...{ normed: layer(), logits: rows(pixels), dLogits: rows(pixels), column: rows(16) },
    };
  }

  /** Gradients of the mean loss of a batch, and its terms. @param {Batch} batch @param {number} epsilons (n, d) by address @param {Aim} aim @returns {Terms} */
  learn(batch, epsilons, aim) {
    const kl = this.#forward(batch, epsilons, aim.noise) / batch.n;
    const reconstruction = this.#compare(batch, aim.likelihood) / batch.n;
    this.#decoderBack(batch.n);
    this.#encoderBack(batch, epsilons, aim);
    return { reconstruction, kl };
  }

  /** Codes of a batch: μ, and of a VAE σ, (n, d) each. @param {Batch} batch */
  encode(batch) {
    const { z, sigmas, none } = this.#rooms;
    const values = batch.n * this.#shape.dims;
    this.#encode(batch, none, 0);
    const [mu, sigma] = [z, sigmas].map((at) => this.#memory.floats(at, values).slice());
    return { mu, sigma: this.#samples ? sigma : null };
  }

  /** Gives the KL divergence of all images, nats. @param {Batch} batch @param {number} epsilons @param {number} noise */
  #encode(batch, epsilons, noise) {
    const [r, { n }] = [this.#rooms, batch];
    const { dims, width } = this.#shape;
    this.#encoder.forwardSparse(batch, r.before);
    this.#bend(r.before, r.h, n * width);
    this.#heads.forward(r.h, r.heads, n);
    return this.#kernel.code(r.heads, epsilons, r.z, r.sigmas, n, dims, noise, this.#samples);
  }

  /** @param {Batch} batch @param {number} epsilons @param {number} noise */
  #forward(batch, epsilons, noise) {
    const [kernel, r, { n }] = [this.#kernel, this.#rooms, batch];
    const { dims, waves } = this.#shape;
    const kl = this.#encode(batch, epsilons, noise);
    const stride = padded(this.#lift.inputs);
    kernel.features(r.z, this.#frequencies, r.features, n, dims, waves, stride);
    this.#lift.forward(r.features, r.states[0], n);
    this.#blocks.forEach((_, i) => this.#through(i, n));
    this.#norm.forward(r.states[this.#blocks.length], r.normed, n);
    this.#pixels.forward(r.normed, r.logits, n);
    return kl;
  }

  /** A residual block. @param {number} i @param {number} n */
  #through(i, n) {
    const { norm, first, second } = this.#blocks[i];
    const { normed, before, after } = this.#rooms.inner[i];
    const [from, to] = this.#rooms.states.slice(i);
    const values = n * norm.width;
    norm.forward(from, normed, n);
    first.forward(normed, before, n);
    this.#bend(before, after, values);
    second.forward(after, to, n);
    this.#kernel.add(from, to, values);
  }

  /** @param {number} from @param {number} to @param {number} values */
  #bend(from, to, values) {
    this.#memory.floats(to, values).set(this.#memory.floats(from, values));
    this.#kernel.gelu(to, values);
  }

  /** The reconstruction term of all images, nats. @param {Batch} batch @param {Aim["likelihood"]} likelihood */
  #compare({ x, n }, likelihood) {
    const { logits, dLogits } = this.#rooms;
    const values = n * this.#shape.pixels;
    if (likelihood === "bernoulli") return this.#kernel.bernoulli(logits, x, dLogits, values, 1 / n);
    const off = this.#kernel.gaussian(logits, x, dLogits, values, 1 / n, OBSERVATION_SD);
    return off + values * (LOG_SD + HALF_LOG_TWO_PI);
  }

  /** @param {number} n */
  #decoderBack(n) {
    const r = this.#rooms;
    this.#pixels.backward(r.normed, r.dLogits, r.back, n, r.column);
    this.#norm.backward(r.states[this.#blocks.length], r.back, r.d, n);
    for (let i = this.#blocks.length - 1; i >= 0; i--) this.#throughBack(i, n);
    this.#lift.backward(r.features, r.d, r.dFeatures, n, r.column);
    const { dims, waves } = this.#shape;
    const stride = padded(this.#lift.inputs);
    this.#kernel.featuresGradient(r.features, r.dFeatures, this.#frequencies, r.dz, n, dims, waves, stride);
  }

  /** @param {number} i @param {number} n */
  #throughBack(i, n) {
    const { norm, first, second } = this.#blocks[i];
    const { normed, before, after } = this.#rooms.inner[i];
    const r = this.#rooms;
    second.backward(after, r.d, r.back, n, r.column);
    this.#unbend(before, r.back, n * norm.width);
    first.backward(normed, r.back, after, n, r.column); // which is needed no more
    norm.backward(r.states[i], after, r.back, n);
    this.#kernel.add(r.back, r.d, n * norm.width);
  }

  /** @param {number} before @param {number} d @param {number} values */
  #unbend(before, d, values) {
    this.#kernel.geluSlope(before, this.#rooms.slope, values);
    this.#kernel.multiply(this.#rooms.slope, d, values);
  }

  /** @param {Batch} batch @param {number} epsilons @param {Aim} aim */
  #encoderBack(batch, epsilons, { beta, noise }) {
    const [kernel, r, { n }] = [this.#kernel, this.#rooms, batch];
    const { dims, width } = this.#shape;
    kernel.codeGradient(r.heads, epsilons, r.sigmas, r.dz, r.dHeads, n, dims, noise, beta / n, this.#samples);
    this.#heads.backward(r.h, r.dHeads, r.dh, n, r.column);
    this.#unbend(r.before, r.dh, n * width);
    this.#encoder.backwardSparse(batch, r.dh, r.column);
  }

  /** Each layer by its name in PyTorch's network. @returns {[string, Linear | Norm, number][]} with the part of it */
  #named() {
    /** @type {[string, Linear | Norm, number][]} */
    const named = [
      ["encoder.1", this.#encoder, 0],
      ["mu", this.#heads, 0],
    ];
    if (this.#samples) named.push(["log_sigma", this.#heads, 1]);
    named.push(["decoder.lift", this.#lift, 0]);
    this.#blocks.forEach(({ norm, first, second }, i) => {
      const at = `decoder.blocks.${i}.layers`;
      named.push([`${at}.0`, norm, 0], [`${at}.1`, first, 0], [`${at}.3`, second, 0]);
    });
    return [...named, ["decoder.norm", this.#norm, 0], ["decoder.pixels", this.#pixels, 0]];
  }

  /** All weights by their names in PyTorch's network, or their gradients. @param {boolean} [slopes] @returns {Tensors} */
  tensors(slopes = false) {
    /** @type {Tensors} */
    const tensors = new Map();
    for (const [name, layer, part] of this.#named()) {
      const [weight, bias] = layer instanceof Norm ? layer.tensors(slopes) : layer.tensors(part, slopes);
      tensors.set(`${name}.weight`, weight).set(`${name}.bias`, bias);
    }
    if (!slopes) tensors.set("decoder.features.frequencies", this.#waves());
    return tensors;
  }

  #waves() {
    const { dims, waves } = this.#shape;
    return { shape: [dims, waves], values: this.#memory.floats(this.#frequencies, dims * waves).slice() };
  }

  /** Take weights by their names, all of them. @param {Tensors} tensors */
  load(tensors) {
    const values = (/** @type {string} */ name) => /** @type {Float32Array} */ (tensors.get(name)?.values);
    for (const [name, layer, part] of this.#named()) {
      const [weight, bias] = [values(`${name}.weight`), values(`${name}.bias`)];
      if (layer instanceof Norm) layer.set(weight, bias);
      else layer.set(part, weight, bias);
    }
    const { dims, waves } = this.#shape;
    this.#memory.floats(this.#frequencies, dims * waves).set(values("decoder.features.frequencies"));
  }
}
