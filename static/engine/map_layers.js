/** Layers over the map, as model/explore/map_layers.py computes them, at codes on a plane. */

import { distance, rows } from "./rows.js";
import { kernelDensity, priorDensity } from "./density.js";
import { labelOf } from "./judge.js";
import { linearise } from "./linearisation.js";
import { dot } from "../core/dot.js";
import { eigen } from "../core/linear_algebra.js";

/** @typedef {import("./answers.js").Engine} Engine */
/** @typedef {import("./answers.js").OfPlane} OfPlane */
/** @typedef {import("../core/state.js").ComputedLayer} Layer */
/** @typedef {(z: Float32Array) => number[]} Measure of a code (d), a number for each of the layer's columns */

const FLATTEST = 1e-12; // pixels per sd: smaller singular values are clipped to it, as log 0 is infinite
const PART = 4; // codes at a time, two milliseconds

/** @type {Record<Layer, {columns: string[], of: (engine: Engine, plane: OfPlane) => Measure}>} */
const LAYERS = {
  labels: { columns: ["label", "confidence"], of: labels },
  stretch: { columns: ["log10_area"], of: stretch },
  metric: { columns: ["most", "least", "turn"], of: metric },
  density: { columns: ["density"], of: density },
  prior: { columns: ["log10_excess"], of: excess },
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

/**
 * In the direction of most change and across it, pixels per sd, and that direction, radians from the plane's first axis;
 * one sd is the geometric mean of both.
 * @param {Engine} engine @param {OfPlane} plane @returns {Measure}
 */
function metric({ decoder }, { along, sd }) {
  const unit = Math.sqrt(sd[0] * sd[1]);
  return (z) => {
    const found = eigen(decoder.memory.lend(() => pullback(decoder, z, { along, sd: [unit, unit] })));
    const [least, most] = found.values[0] < found.values[1] ? [0, 1] : [1, 0];
    const [x, y] = found.axes[most];
    const root = (/** @type {number} */ i) => Math.sqrt(Math.max(found.values[i], 0));
    return [root(most), root(least), Math.atan2(x < 0 ? -y : y, Math.abs(x))];
  };
}

/** Where codes are on a plane, sd. @param {OfPlane} plane @returns {(z: Float32Array) => number[]} */
const placeOn = (plane) => (z) => plane.along.map((direction, i) => Math.fround(dot(direction, [...z]) / plane.sd[i]));

/** Codes per sd² of the plane. @param {Engine} engine @param {OfPlane} plane @returns {Measure} */
function density({ cloud, sd: axes }, plane) {
  const placeOf = placeOn(plane);
  const at = kernelDensity(rows(cloud, axes.length).map(placeOf));
  return (z) => [at(placeOf(z))];
}

/** log₁₀ of codes per sd² over those that the prior wants, 1 added to both. @param {Engine} engine @param {OfPlane} plane @returns {Measure} */
function excess({ cloud, sd: axes }, plane) {
  const placeOf = placeOn(plane);
  const codes = rows(cloud, axes.length).map(placeOf);
  const [found, wanted] = [kernelDensity(codes), priorDensity(codes, plane.sd)];
  return (z) => {
    const place = placeOf(z);
    return [Math.log10(found(place) + 1) - Math.log10(wanted(place) + 1)];
  };
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
