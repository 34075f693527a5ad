/** Networks of shipped models, by either kernel, and codes to ask them by. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseComparison } from "../../../static/core/comparison.js";
import { ANSWERS, createEngine } from "../../../static/engine/answers.js";
import { createKernel } from "../../../static/engine/kernels.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string} path whole, or from the project's folder @returns {ArrayBuffer} */
export function fileOf(path) {
  const { buffer, byteOffset, length } = readFileSync(resolve(ROOT, path));
  return buffer.slice(byteOffset, byteOffset + length);
}

export const KERNELS = ["simd", "scalar"];
export const kernelOf = (kind) => createKernel(kind === "simd" ? fileOf("static/vendor/kernel/kernel.wasm") : null);

const jsonOf = (path) => JSON.parse(readFileSync(resolve(ROOT, path), "utf8"));
const JUDGE = "model/zoo/judge";
const DIGITS = { id: "mnist", channels: 1, ink: true };

/** What the server tells of a model, as far as its folder has it; axes are in latent units. @param {string} folder */
export function aboutOf(folder) {
  const { model, images = DIGITS } = jsonOf(`${folder}/config.json`);
  const file = `${folder}/metrics.json`;
  return {
    ...model,
    images,
    metrics: existsSync(resolve(ROOT, file)) ? jsonOf(file) : {},
    sd: Array(model.latent_dim).fill(1),
  };
}

/** The folder of the judge of a model's images. @param {string} folder */
function judgeOf(folder) {
  const { images } = jsonOf(`${folder}/config.json`);
  return images ? `${folder}/../sets/${images.id}/judge` : JUDGE;
}

/** @param {string} folder of a model @param {string} [kind] of kernel */
export async function engineOf(folder, kind = "simd") {
  const ofSet = judgeOf(folder);
  const model = fileOf(`${folder}/weights.safetensors`);
  const isJudged = existsSync(resolve(ROOT, ofSet));
  const judge = isJudged ? fileOf(`${ofSet}/weights.safetensors`) : null;
  const distances = isJudged ? jsonOf(`${ofSet}/metrics.json`).test.quantiles.feature_distance : [];
  return createEngine(await kernelOf(kind), { model, judge }, aboutOf(folder), distances);
}

/** @param {string} id of a shipped model @param {string} [kind] of kernel */
export const networksOf = (id, kind) => engineOf(`model/zoo/${id}`, kind);

/** Bytes, as on the live socket. */
export const answer = (engine, kind, codes) => ANSWERS.codes(engine, { kind, codes });

/** A comparison as the page reads it. */
export function comparisonOf(engine, kind, codes) {
  const { dims } = engine.decoder;
  const rows = Array.from({ length: codes.length / dims }, (_, i) => [...codes.subarray(i * dims, (i + 1) * dims)]);
  return parseComparison({ pixels: answer(engine, kind, codes), wanted: { side: "vae", codes: rows } });
}

/** n codes of d numbers within ±spread, the same at each call. */
export function codesOf(n, d, spread = 2) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  return Float32Array.from({ length: n * d }, () => (2 * next() - 1) * spread);
}
