/** The kernel for any browser. */

import { createScalar } from "../vendor/kernel/scalar.js";
import { compiledKernel } from "./memory.js";

/** @typedef {import("./memory.js").Kernel} Kernel */

/**
 * The kernel of these bytes. Where WebAssembly is missing or forbidden, or lacks SIMD, it is the same in JavaScript, with
 * the same results, about 20 times slower.
 * @param {BufferSource | null} bytes
 * @returns {Promise<Kernel>}
 */
export async function createKernel(bytes) {
  if (!bytes || typeof WebAssembly === "undefined") return createScalar();
  try {
    return await compiledKernel(bytes);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return createScalar();
    throw error;
  }
}
