/** The kernel, and the memory that it computes in. */

/**
 * @typedef {{
 *   memory: {buffer: ArrayBuffer, grow: (pages: number) => number},
 *   add: (x: number, y: number, n: number) => void,
 *   averagePool: (x: number, y: number, from: number, depth: number, channels: number, side: number) => void,
 *   bordered: (x: number, y: number, side: number, depth: number) => void,
 *   crossEntropy: (logits: number, targets: number, y: number, n: number) => void,
 *   dense: (x: number, w: number, b: number, y: number, n: number, inputs: number, stride: number, columns: number) => void,
 *   exp: (x: number) => number,
 *   features: (z: number, frequencies: number, y: number, n: number, d: number, count: number, stride: number) => void,
 *   fromTiles: (m: number, bias: number, y: number, side: number, depth: number) => void,
 *   gelu: (x: number, n: number) => void,
 *   geluSlope: (x: number, y: number, n: number) => void,
 *   groupNorm: (x: number, w: number, b: number, pixels: number, channels: number, groups: number, stride: number) => void,
 *   layerNorm: (x: number, y: number, w: number, b: number, n: number, width: number, stride: number) => void,
 *   layerNormSlope: (x: number, change: number, y: number, w: number, n: number, width: number, stride: number) => void,
 *   log: (x: number) => number,
 *   maxPool: (x: number, y: number, side: number, depth: number) => void,
 *   multiply: (x: number, y: number, n: number) => void,
 *   paint: (images: number, bytes: number, n: number) => void,
 *   patches: (x: number, y: number, side: number, depth: number, size: number, step: number, border: number) => number,
 *   squash: (x: number, y: number, n: number) => void,
 *   toTiles: (x: number, y: number, side: number, depth: number) => void,
 * }} Kernel what static/engine/kernel/ exports; numbers that are not sizes are addresses, in bytes
 */

const PAGE = 65_536;
const ALIGNED = 16;
const FLOAT = 4;

/**
 * The kernel of these bytes, compiled. Raises ReferenceError where WebAssembly is missing, CompileError where it is forbidden
 * or lacks SIMD.
 * @param {BufferSource} bytes @returns {Promise<Kernel>}
 */
export async function compiledKernel(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return /** @type {any} */ (instance.exports);
}

/** A kernel's memory: what is taken stays taken, unless it is taken within `lend`. */
export class Memory {
  #end = ALIGNED;

  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
  }

  /** The address of room for n numbers. Raises RangeError if there is none. @param {number} n */
  take(n) {
    const at = this.#end;
    this.#end += Math.ceil((n * FLOAT) / ALIGNED) * ALIGNED;
    const missing = this.#end - this.kernel.memory.buffer.byteLength;
    if (missing > 0) this.kernel.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** The address where numbers have been put. @param {Float32Array} values */
  put(values) {
    const at = this.take(values.length);
    this.floats(at, values.length).set(values);
    return at;
  }

  /** What `work` takes is free again after it. @template T @param {() => T} work @returns {T} */
  lend(work) {
    const end = this.#end;
    try {
      return work();
    } finally {
      this.#end = end;
    }
  }

  /** A view of n numbers, until more room is taken. @param {number} at @param {number} n */
  floats = (at, n) => new Float32Array(this.kernel.memory.buffer, at, n);

  /** A view of n bytes, likewise. @param {number} at @param {number} n */
  bytes = (at, n) => new Uint8Array(this.kernel.memory.buffer, at, n);
}
