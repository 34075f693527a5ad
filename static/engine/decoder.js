/** The decoder p_θ(x|z): codes to images. */

import { Dense, Norm, padded } from "./layers.js";
import { find, UnknownModel } from "./tensors.js";

/** @typedef {import("./memory.js").Memory} Memory */

/** @typedef {{floats: Float32Array, bytes: Uint8Array}} Images n·784 pixels each: in 0..1, and rounded to 0..255 */

const SLICE = 64; // codes at a time, a tile's worth

/** The residual decoder of model/networks/modules.py. */
export class Decoder {
  #memory;
  #frequencies;
  #waves;
  #lift;
  /** @type {{norm: Norm, first: Dense, second: Dense}[]} */ #blocks = [];
  #norm;
  #pixels;

  /** Raises UnknownModel where the weights are of another network. @param {Memory} memory @param {import("./tensors.js").Tensors} tensors */
  constructor(memory, tensors) {
    const { shape, values } = find(tensors, "decoder.features.frequencies");
    this.#memory = memory;
    this.dims = shape[0];
    this.#waves = shape[1];
    this.#frequencies = memory.put(values);
    this.#lift = new Dense(memory, tensors, "decoder.lift");
    for (let i = 0; tensors.has(`decoder.blocks.${i}.layers.0.weight`); i++) {
      const layer = (/** @type {number} */ j) => `decoder.blocks.${i}.layers.${j}`;
      const [first, second] = [1, 3].map((j) => new Dense(memory, tensors, layer(j)));
      this.#blocks.push({ norm: new Norm(memory, tensors, layer(0)), first, second });
    }
    this.#norm = new Norm(memory, tensors, "decoder.norm");
    this.#pixels = new Dense(memory, tensors, "decoder.pixels");
    if (padded(this.pixels) !== this.pixels) throw new UnknownModel(`${this.pixels} pixels`);
  }

  get pixels() {
    return this.#pixels.outputs;
  }

  /** @param {Float32Array} codes (n, d) @returns {Images} */
  decode(codes) {
    const n = codes.length / this.dims;
    const images = { floats: new Float32Array(n * this.pixels), bytes: new Uint8Array(n * this.pixels) };
    for (let start = 0; start < n; start += SLICE) {
      const slice = codes.subarray(start * this.dims, Math.min(n, start + SLICE) * this.dims);
      this.#memory.lend(() => this.#decodeSlice(slice, start, images));
    }
    return images;
  }

  /** @param {Float32Array} codes @param {number} start @param {Images} images */
  #decodeSlice(codes, start, { floats, bytes }) {
    const memory = this.#memory;
    const [n, at] = [codes.length / this.dims, start * this.pixels];
    const values = n * this.pixels;
    const [logits, shown] = [memory.take(values), memory.take(values / 4)];
    memory.lend(() => this.#logits(memory.put(codes), logits, n));
    memory.kernel.squash(logits, logits, values);
    memory.kernel.paint(logits, shown, values);
    floats.set(memory.floats(logits, values), at);
    bytes.set(memory.bytes(shown, values), at);
  }

  /** @param {number} z @param {number} logits @param {number} n */
  #logits(z, logits, n) {
    const { kernel } = this.#memory;
    const values = n * padded(this.#lift.outputs);
    const [h, u, v] = [1, 2, 3].map(() => this.#memory.take(values));
    const stride = padded(this.#lift.inputs);
    const features = this.#memory.take(n * stride);
    kernel.features(z, this.#frequencies, features, n, this.dims, this.#waves, stride);
    this.#lift.apply(features, h, n);
    for (const { norm, first, second } of this.#blocks) {
      norm.rows(h, u, n);
      first.apply(u, v, n);
      kernel.gelu(v, values);
      second.apply(v, u, n);
      kernel.add(u, h, values);
    }
    this.#norm.rows(h, u, n);
    this.#pixels.apply(u, logits, n);
  }
}
