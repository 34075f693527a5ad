/** What trains, compiled, and images for it. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { fileOf } from "../networks.js";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const PIXELS = 784;
const HEADER = 16; // bytes of an IDX file of images

export const trainingModule = () => WebAssembly.compile(fileOf("static/vendor/kernel/training.wasm"));

/** @param {string} path whole, or from the project's folder, of a gzipped IDX file of 28×28 images */
export function imagesIn(path) {
  const bytes = gunzipSync(readFileSync(resolve(ROOT, path))).subarray(HEADER);
  return Array.from({ length: bytes.length / PIXELS }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS));
}
