/** What trains, compiled, and images for it. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fileOf } from "../networks.js";

const PIXELS = 784;
const HEADER = 16; // bytes of an IDX file of images

export const trainingModule = () => WebAssembly.compile(fileOf("static/vendor/kernel/training.wasm"));

/** @param {string} path of a gzipped IDX file of 28×28 images */
export function imagesIn(path) {
  const bytes = gunzipSync(readFileSync(path)).subarray(HEADER);
  return Array.from({ length: bytes.length / PIXELS }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS));
}
