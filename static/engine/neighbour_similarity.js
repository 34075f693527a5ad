/** The longest latent step at which neighbouring images are alike, as model/explore/neighbour_similarity.py measures it. */

import { rows } from "./comparison.js";

/** @typedef {import("./comparison.js").Networks} Networks */
/** @typedef {import("../core/contract.js").Similarity} Similarity */

const ALIKE = 0.01; // the largest mean squared error per pixel of two images that are alike, given the same label
const UNDECIDED = 0.5; // the least probability of the other image's label, relative to the likeliest label's
const NOUGHT = 1e-9; // stands in for 0, which has no logarithm
const STEPS = Array.from({ length: 12 }, (_, i) => 2 ** (1 - i)); // sd
const RING = [1, 0, -1].flatMap((y) => [-1, 0, 1].map((x) => [x, y])); // a place and its eight neighbours
const PAIRS = [...[0, 1, 3, 4, 6, 7].map((i) => [i, i + 1]), ...[0, 1, 2, 3, 4, 5].map((i) => [i, i + 3])];

/** @param {Networks} networks @param {number[]} z @param {number[]} sd of the code cloud on each axis @returns {Similarity} */
export function neighbourSimilarity({ decoder, judge }, z, sd) {
  const around = STEPS.flatMap((step) =>
    RING.map((place) => z.map((value, axis) => (axis < 2 ? value + step * place[axis] * sd[axis] : value))),
  );
  const images = rows(decoder.decode(Float32Array.from(around.flat())).floats, decoder.pixels);
  const read = images.map((image) => judge.read(image).probabilities[0]);
  const squares = STEPS.map((_, i) => atStep(i, images, read));
  const apart = squares.map(({ change, likely }) =>
    Math.max(change / ALIKE, UNDECIDED / Math.max(Math.min(...likely), NOUGHT)),
  );
  return {
    steps: STEPS,
    kept: squares.map(({ likely }) => likely.filter((value) => value >= UNDECIDED).length / likely.length),
    change: squares.map(({ change }) => change),
    alike: longest(apart),
    threshold: ALIKE,
  };
}

/** The largest change of the pairs at a step, and how likely each finds the other's label. @param {number} i @param {Float32Array[]} images @param {Float32Array[]} read */
function atStep(i, images, read) {
  const pairs = PAIRS.map((pair) => pair.map((place) => i * RING.length + place));
  const changes = pairs.map(([one, other]) => meanSquare(images[one], images[other]));
  const likely = pairs.map(([one, other]) =>
    Math.min(likelihood(read[one], read[other]), likelihood(read[other], read[one])),
  );
  return { change: Math.max(...changes), likely };
}

/** @param {Float32Array} a @param {Float32Array} b */
function meanSquare(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}

/** Probability in q of p's likeliest label, relative to the largest in q. @param {Float32Array} p @param {Float32Array} q */
const likelihood = (p, q) => q[p.indexOf(Math.max(...p))] / Math.max(...q);

/**
 * The longest step at and below which all are at most 1 apart, of steps that halve; null if there is none. Between two
 * steps `apart` is taken as a power of the step.
 * @param {number[]} apart
 */
function longest(apart) {
  const short = apart.findLastIndex((value) => !(value <= 1)) + 1; // index of the longest of those steps
  if (short === apart.length) return null;
  if (short === 0) return STEPS[0];
  const [near, far] = [Math.log(Math.max(apart[short], NOUGHT)), Math.log(apart[short - 1])];
  return STEPS[short] * (STEPS[short - 1] / STEPS[short]) ** (-near / (far - near));
}
