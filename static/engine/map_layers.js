/** Layers over the map, as model/explore/map_layers.py computes them, at codes on a plane. */

import { distance, rows } from "./comparison.js";
import { kernelDensity } from "./density.js";
import { labelOf } from "./judge.js";
import { linearise } from "./linearisation.js";
import { dot } from "../core/dot.js";
import { eigen } from "../core/linear_algebra.js";

/** @typedef {import("./answers.js").Engine} Engine */
/** @typedef {import("./answers.js").OfPlane} OfPlane */
/** @typedef {import("../core/state.js").Layer} Layer */
/** @typedef {(z: Float32Array) => number[]} Measure of a code (d), a number for each of the layer's columns */

const FLATTEST = 1e-12; // pixels per sd: smaller singular values are clipped to it, as log 0 is infinite
const PART = 4; // codes at a time, two milliseconds

/** @type {Record<Layer, {columns: string[], of: (engine: Engine, plane: OfPlane) => Measure}>} */
const LAYERS = {
  labels: { columns: ["label", "confidence"], of: labels },
  stretch: { columns: ["log10_area"], of: stretch },
  density: { columns: ["density"], of: density },
  nearest: { columns: ["index", "distance"], of: nearest },
};

/**
 * A layer's numbers at codes, by the names that the API has for them.
 * @param {Engine} engine @param {Layer} name @param {Float32Array} codes (n, d) @param {OfPlane} plane
 * @param {import("./answers.js").Pause} pause
 * @returns {Promise<Record<string, number[]>>}
 */
export async function mapLayer(engine, name, codes, plane, pause) {
  const { columns, of } = LAYERS[name];
  const measure = of(engine, plane);
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
  if (!judge) throw new RangeError("there is no judge of these images");
  return (z) => {
    const [probabilities] = judge.read(decoder.decode(z).floats).probabilities;
    const label = labelOf(probabilities);
    return [label, probabilities[label]];
  };
}

/**
 * log₁₀ √det JᵀJ: the area in image space, pixels², that the decoder makes of one sd² of the plane. J is the decoder's
 * Jacobian along the plane's directions, per sd of each; √det JᵀJ is the product of J's singular values.
 * @param {Engine} engine @param {OfPlane} plane @returns {Measure}
 */
function stretch({ decoder }, plane) {
  const { memory } = decoder;
  return (z) => {
    const metric = memory.lend(() => pullback(decoder, z, plane));
    return [eigen(metric).values.reduce((sum, square) => sum + Math.log10(Math.max(square, FLATTEST ** 2)) / 2, 0)];
  };
}

/**
 * JᵀJ (2, 2) at a code. Source: Arvanitidis, Hansen & Hauberg 2018, "Latent space oddity", §2.
 * @param {import("./decoder.js").Decoder} decoder @param {Float32Array} z @param {OfPlane} plane
 */
function pullback(decoder, z, { along, sd }) {
  const { memory, pixels } = decoder;
  const { logits, slopes } = linearise(decoder, z, along);
  memory.kernel.squash(logits.byteOffset, logits.byteOffset, pixels);
  const jacobian = rows(slopes, pixels).map((change, axis) =>
    Array.from(change, (slope, i) => slope * logits[i] * (1 - logits[i]) * sd[axis]),
  );
  return jacobian.map((one) => jacobian.map((other) => dot(one, other)));
}

/** Codes per sd² of the plane. @param {Engine} engine @param {OfPlane} plane @returns {Measure} */
function density({ cloud, sd: axes }, plane) {
  const placeOf = (/** @type {Float32Array} */ z) =>
    plane.along.map((direction, i) => Math.fround(dot(direction, [...z]) / plane.sd[i]));
  const at = kernelDensity(rows(cloud, axes.length).map(placeOf));
  return (z) => [at(placeOf(z))];
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
