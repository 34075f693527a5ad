/** Layers over the map, as model/explore/map_layers.py computes them, at codes on the plane of the first two axes. */

import { distance, rows } from "./comparison.js";
import { kernelDensity } from "./density.js";
import { labelOf } from "./judge.js";
import { linearise } from "./linearisation.js";
import { dot, eigen } from "./linear_algebra.js";

/** @typedef {import("./answers.js").Engine} Engine */
/** @typedef {import("../core/state.js").Layer} Layer */
/** @typedef {(z: Float32Array) => number[]} Measure of a code (d), a number for each of the layer's columns */

const PLANE = 2; // axes
const FLATTEST = 1e-12; // pixels per sd: smaller singular values are clipped to it, as log 0 is infinite
const PART = 4; // codes at a time, two milliseconds

/** @type {Record<Layer, {columns: string[], of: (engine: Engine) => Measure}>} */
const LAYERS = {
  labels: { columns: ["label", "confidence"], of: labels },
  stretch: { columns: ["log10_area"], of: stretch },
  density: { columns: ["density"], of: density },
  nearest: { columns: ["index", "distance"], of: nearest },
};

/**
 * A layer's numbers at codes, by the names that the API has for them.
 * @param {Engine} engine @param {Layer} name @param {Float32Array} codes (n, d) @param {import("./answers.js").Pause} pause
 * @returns {Promise<Record<string, number[]>>}
 */
export async function mapLayer(engine, name, codes, pause) {
  const { columns, of } = LAYERS[name];
  const measure = of(engine);
  /** @type {number[][]} */
  const found = [];
  for (const z of rows(codes, engine.decoder.dims)) {
    if (found.length % PART === 0) await pause();
    found.push(measure(z));
  }
  return Object.fromEntries(columns.map((column, i) => [column, found.map((numbers) => numbers[i])]));
}

/** The judge's label of the decoded image, and its probability. @param {Engine} engine @returns {Measure} */
function labels({ decoder, judge }) {
  return (z) => {
    const [probabilities] = judge.read(decoder.decode(z).floats).probabilities;
    const label = labelOf(probabilities);
    return [label, probabilities[label]];
  };
}

/**
 * log₁₀ √det JᵀJ: the area in image space, pixels², that the decoder makes of one sd² of the plane. J is the decoder's
 * Jacobian along the plane's axes, per sd of each; √det JᵀJ is the product of J's singular values.
 * @param {Engine} engine @returns {Measure}
 */
function stretch({ decoder, sd }) {
  const { memory } = decoder;
  return (z) => {
    const metric = memory.lend(() => pullback(decoder, z, sd));
    return [eigen(metric).values.reduce((sum, square) => sum + Math.log10(Math.max(square, FLATTEST ** 2)) / 2, 0)];
  };
}

/**
 * JᵀJ (2, 2) at a code. Source: Arvanitidis, Hansen & Hauberg 2018, "Latent space oddity", §2.
 * @param {import("./decoder.js").Decoder} decoder @param {Float32Array} z @param {number[]} sd
 */
function pullback(decoder, z, sd) {
  const { memory, pixels } = decoder;
  const { logits, slopes } = linearise(decoder, z, PLANE);
  memory.kernel.squash(logits.byteOffset, logits.byteOffset, pixels);
  const jacobian = rows(slopes, pixels).map((along, axis) =>
    Array.from(along, (slope, i) => slope * logits[i] * (1 - logits[i]) * sd[axis]),
  );
  return jacobian.map((one) => jacobian.map((other) => dot(one, other)));
}

/** Codes per sd² of the plane. @param {Engine} engine @returns {Measure} */
function density({ cloud, sd }) {
  const at = kernelDensity(rows(inSd(cloud, sd), sd.length));
  return (z) => [at(inSd(z, sd))];
}

/** Which of the sample's codes is the nearest, and its distance, sd over all dimensions. @param {Engine} engine @returns {Measure} */
function nearest({ cloud, sd }) {
  const codes = rows(inSd(cloud, sd), sd.length);
  return (z) => {
    const place = inSd(z, sd);
    const apart = codes.map((code) => distance(place, code));
    const index = apart.indexOf(Math.min(...apart));
    return [index, apart[index]];
  };
}

/** Codes (n, d) with each axis' sd as its unit. @param {Float32Array} codes @param {number[]} sd */
const inSd = (codes, sd) => codes.map((value, i) => value / sd[i % sd.length]);
