/** Networks of shipped models, by either kernel, and codes to ask them by. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createNetworks } from "../../../static/engine/answers.js";
import { createKernel } from "../../../static/engine/memory.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string} path whole, or from the project's folder @returns {ArrayBuffer} */
export function fileOf(path) {
  const { buffer, byteOffset, length } = readFileSync(resolve(ROOT, path));
  return buffer.slice(byteOffset, byteOffset + length);
}

export const KERNELS = ["simd", "scalar"];
export const kernelOf = (kind) => createKernel(kind === "simd" ? fileOf("static/vendor/kernel/kernel.wasm") : null);

/** @param {string} id @param {string} [kind] of kernel */
export async function networksOf(id, kind = "simd") {
  const [model, judge] = [id, "judge"].map((name) => fileOf(`model/zoo/${name}/weights.safetensors`));
  return createNetworks(await kernelOf(kind), model, judge);
}

/** n codes of d numbers within ±spread, the same at each call. */
export function codesOf(n, d, spread = 2) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Float32Array.from({ length: n * d }, () => (2 * next() - 1) * spread);
}
