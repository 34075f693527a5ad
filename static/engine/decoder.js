/** The decoder p_θ(x|z): codes to images. */

import { Dense, Norm, padded } from "./layers.js";
import { find, UnknownModel } from "../core/tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */

/** @typedef {{floats: Float32Array, bytes: Uint8Array}} Images n·p numbers: in 0..1, and rounded to 0..255 */
/** @typedef {{norm: Norm, first: Dense, second: Dense}} Block */

const SLICE = 64; // codes at a time, a tile's worth

/** The residual decoder of model/networks/modules.py. */
export class Decoder {
  /** Of the waves, (d, count), by address. */
  frequencies;
  lift;
  /** @type {Block[]} */ blocks = [];
  norm;
  logits;

  /** Raises UnknownModel where the weights are of another network. @param {Memory} memory @param {import("../core/tensors.js").Tensors} tensors */
  constructor(memory, tensors) {
    const { shape, values } = find(tensors, "decoder.features.frequencies");
    this.memory = memory;
    this.dims = shape[0];
    this.waves = shape[1];
    this.frequencies = memory.put(values);
    this.lift = new Dense(memory, tensors, "decoder.lift");
    for (let i = 0; tensors.has(`decoder.blocks.${i}.layers.0.weight`); i++) {
      const layer = (/** @type {number} */ j) => `decoder.blocks.${i}.layers.${j}`;
      const [first, second] = [1, 3].map((j) => new Dense(memory, tensors, layer(j)));
      this.blocks.push({ norm: new Norm(memory, tensors, layer(0)), first, second });
    }
    this.norm = new Norm(memory, tensors, "decoder.norm");
    this.logits = new Dense(memory, tensors, "decoder.pixels");
    if (padded(this.pixels) !== this.pixels) throw new UnknownModel(`${this.pixels} pixels`);
  }

  get pixels() {
    return this.logits.outputs;
  }

  /** @param {Float32Array} codes (n, d) @returns {Images} */
  decode(codes) {
    const { kernel } = this.memory;
    const size = (codes.length / this.dims) * this.pixels;
    const images = { floats: new Float32Array(size), bytes: new Uint8Array(size) };
    this.eachSlice(codes, (logits, n, start) => {
      const [values, at] = [n * this.pixels, start * this.pixels];
      const shown = this.memory.take(values / 4);
      kernel.squash(logits, logits, values);
      kernel.paint(logits, shown, values);
      images.floats.set(this.memory.floats(logits, values), at);
      images.bytes.set(this.memory.bytes(shown, values), at);
    });
    return images;
  }

  /**
   * Gives the logits of codes (n, d), slice by slice: their address, how many rows of p, and which is the first.
   * @param {Float32Array} codes @param {(logits: number, n: number, start: number) => void} use
   */
  eachSlice(codes, use) {
    const { dims, memory } = this;
    for (let start = 0; start * dims < codes.length; start += SLICE) {
      const slice = codes.subarray(start * dims, (start + SLICE) * dims);
      const n = slice.length / dims;
      memory.lend(() => {
        const logits = memory.take(n * this.pixels);
        memory.lend(() => this.#decode(memory.put(slice), logits, n));
        use(logits, n, start);
      });
    }
  }

  /** @param {number} z @param {number} logits @param {number} n */
  #decode(z, logits, n) {
    const { kernel } = this.memory;
    const values = n * padded(this.lift.outputs);
    const [h, u, v] = [1, 2, 3].map(() => this.memory.take(values));
    this.lift.apply(this.features(z, n), h, n);
    for (const { norm, first, second } of this.blocks) {
      norm.rows(h, u, n);
      first.apply(u, v, n);
      kernel.gelu(v, values);
      second.apply(v, u, n);
      kernel.add(u, h, values);
    }
    this.norm.rows(h, u, n);
    this.logits.apply(u, logits, n);
  }

  /** The address of codes' Fourier features (n, padded). @param {number} z @param {number} n */
  features(z, n) {
    const stride = padded(this.lift.inputs);
    const features = this.memory.take(n * stride);
    this.memory.kernel.features(z, this.frequencies, features, n, this.dims, this.waves, stride);
    return features;
  }
}
