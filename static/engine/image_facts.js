/** What is said of an image whatever the model, as app/inference/encoding.py has it: the judge's word, and like digits. */

import { below } from "../core/percentiles.js";
import { distance } from "./rows.js";
import { rowsOf } from "./encoding.js";
import { labelOf } from "./judge.js";

/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {import("./judge.js").Judge} Judge */
/** @typedef {{pixels: Float32Array, features: Float32Array}} Digit of the sample, in 0..1, and the judge's */
/** @typedef {{judge: Judge | null, sample: Digit[], distances: number[], shape: import("../core/pixels.js").Shape, ink: boolean}} Reference judge: null: nobody reads images; distances: quantiles over test images */

const NEAREST = 6;
const ODD = 95; // percentile of the distance of the judge's features, above which other ways round are tried
const ORDINARY = 80; // at most, of the way round that is proposed
const SURE = 0.95; // the judge's probability of its label there, at least

/** @param {Reference} reference @param {Float32Array} image (p) in 0..1 @returns {ImageFacts} */
export function imageFacts(reference, image) {
  const [seen] = judged(reference, [image]);
  return {
    input: rowsOf(image, reference.shape),
    picture: null,
    steps: [],
    digits: [],
    digits_found: 0,
    chosen: 0,
    judge: seen ? { label: labelOf(seen.probabilities), probabilities: [...seen.probabilities] } : null,
    feature_distance: seen?.far ?? null,
    feature_percentile: seen?.percentile ?? null,
    nearest: nearest(reference.sample, image),
    warnings: [],
    upright: reference.ink && seen?.percentile >= ODD ? upright(reference, image) : null,
  };
}

/**
 * The judge's probabilities of each image, how far its features are from those of the sample's nearest digit other than
 * itself, and the percentile of that; empty where there is no judge.
 * @param {Reference} reference @param {Float32Array[]} images
 */
function judged({ judge, sample, distances }, images) {
  if (!judge) return [];
  return images.map((image) => {
    const { probabilities, features } = judge.read(image);
    const others = sample.filter(({ pixels }) => pixels.some((value, i) => value !== image[i]));
    const far = Math.min(...others.map((digit) => distance(digit.features, features[0])));
    return { probabilities: probabilities[0], far, percentile: 100 * below(distances, far) };
  });
}

/** Indices of the sample's digits nearest in pixels, nearest first. @param {Digit[]} sample @param {Float32Array} image */
function nearest(sample, image) {
  const apart = sample.map(({ pixels }, index) => ({ index, far: Math.fround(distance(pixels, image)) }));
  apart.sort((a, b) => a.far - b.far);
  return apart.slice(0, NEAREST).map(({ index }) => index);
}

/** The way round in which an image is like a digit, if there is one. @param {Reference} reference @param {Float32Array} image */
function upright(reference, image) {
  const ways = [false, true].flatMap((mirror) => [0, 1, 2, 3].map((turn) => ({ turn, mirror }))).slice(1);
  const found = judged(
    reference,
    ways.map((way) => turned(image, reference.shape.side, way)),
  );
  const far = found.map((one) => one.far);
  const best = far.indexOf(Math.min(...far));
  const { probabilities, percentile } = found[best];
  if (percentile > ORDINARY || Math.max(...probabilities) < SURE) return null;
  return { ...ways[best], label: labelOf(probabilities) };
}

/**
 * A grey image mirrored or not, then turned by quarters clockwise.
 * @param {Float32Array} image @param {number} side @param {import("../core/contract.js").Turn} way
 */
function turned(image, side, { turn, mirror }) {
  return image.map((_, i) => {
    let [x, y] = [i % side, Math.floor(i / side)];
    for (let quarter = 0; quarter < turn; quarter++) [x, y] = [y, side - 1 - x];
    return image[y * side + (mirror ? side - 1 - x : x)];
  });
}
