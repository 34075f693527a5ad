/** What trains, compiled. */

/** @typedef {import("../memory.js").Kernel} Inference */
/**
 * @typedef {Pick<Inference, "memory" | "dense" | "add" | "gelu" | "geluSlope" | "multiply" | "log" | "features" | "layerNorm"> & {
 *   adam: (p: number, g: number, m: number, v: number, n: number, rate: number, scale: number) => void,
 *   bernoulli: (logits: number, targets: number, slopes: number, n: number, weight: number) => number,
 *   biasGradient: (dy: number, db: number, n: number, columns: number) => void,
 *   code: (heads: number, epsilons: number, z: number, sigmas: number, n: number, d: number, noise: number, samples: boolean) => number,
 *   codeGradient: (heads: number, epsilons: number, sigmas: number, dz: number, slopes: number, n: number, d: number, noise: number, weight: number, samples: boolean) => void,
 *   denseGradient: (x: number, dy: number, dw: number, room: number, n: number, inputs: number, stride: number, columns: number) => void,
 *   featuresGradient: (y: number, dy: number, frequencies: number, dz: number, n: number, d: number, count: number, stride: number) => void,
 *   gather: (bytes: number, chosen: number, shifts: number, x: number, counts: number, entries: number, n: number, side: number) => void,
 *   gaussian: (logits: number, targets: number, slopes: number, n: number, weight: number, sd: number) => number,
 *   layerNormGradient: (x: number, w: number, dy: number, dx: number, dw: number, db: number, n: number, width: number, stride: number) => void,
 *   normals: (state: number, y: number, n: number) => void,
 *   shifts: (state: number, y: number, n: number) => void,
 *   shuffle: (state: number, y: number, n: number) => void,
 *   sparse: (counts: number, entries: number, w: number, b: number, y: number, n: number, inputs: number, columns: number) => void,
 *   sparseGradient: (counts: number, entries: number, dy: number, dw: number, room: number, n: number, inputs: number, columns: number) => void,
 *   transpose: (w: number, to: number, inputs: number, columns: number) => void,
 *   uniforms: (state: number, y: number, n: number, bound: number) => void,
 * }} TrainingKernel what static/engine/kernel/training/ exports; numbers that are not sizes are addresses, in bytes
 */

/** One with a memory of its own. @param {WebAssembly.Module} module @returns {TrainingKernel} */
export const createTrainingKernel = (module) => /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
