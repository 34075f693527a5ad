/** The longest latent step at which neighbouring images are alike, as model/explore/neighbour_similarity.py measures it. */

import { rows } from "./rows.js";
import { labelOf } from "./judge.js";

/** @typedef {import("./comparison.js").Networks} Networks */
/** @typedef {import("../core/contract.js").Similarity} Similarity */

const ALIKE = 0.01; // the largest mean squared error per pixel of two images that are alike, given the same label
const UNDECIDED = 0.5; // the least probability of the other image's label, relative to the likeliest label's
const NOUGHT = 1e-9; // stands in for 0, which has no logarithm
const STEPS = Array.from({ length: 12 }, (_, i) => 2 ** (1 - i)); // sd
const RING = [1, 0, -1].flatMap((y) => [-1, 0, 1].map((x) => [x, y])); // a place and its eight neighbours
const PAIRS = [...[0, 1, 3, 4, 6, 7].map((i) => [i, i + 1]), ...[0, 1, 2, 3, 4, 5].map((i) => [i, i + 3])];

/**
 * @param {Networks} networks @param {number[]} z @param {import("./answers.js").OfPlane} plane of the neighbours
 * @param {import("./answers.js").Pause} pause @returns {Promise<Similarity>}
 */
export async function neighbourSimilarity(networks, z, plane, pause) {
  /** @type {{change: number, kept: number, least: number}[]} */
  const found = [];
  for (const step of STEPS) {
    found.push(atStep(networks, z, step, plane));
    await pause();
  }
  return {
    steps: STEPS,
    kept: found.map(({ kept }) => kept),
    change: found.map(({ change }) => change),
    alike: longest(found.map(({ change, least }) => Math.max(change / ALIKE, UNDECIDED / Math.max(least, NOUGHT)))),
    threshold: ALIKE,
  };
}

/**
 * Of the pairs at a step: the largest change, the share of those with the same label, and how likely at least each finds
 * the other's; where nobody reads them, all are taken to be alike in that.
 * @param {Networks} networks @param {number[]} z @param {number} step @param {import("./answers.js").OfPlane} plane
 */
function atStep({ decoder, judge }, z, step, { along: [u, v], sd }) {
  const around = RING.map(([x, y]) =>
    z.map((value, axis) => value + step * (x * sd[0] * u[axis] + y * sd[1] * v[axis])),
  );
  const { floats } = decoder.decode(Float32Array.from(around.flat()));
  const images = rows(floats, decoder.pixels);
  const read = judge?.read(floats).probabilities;
  const likely = PAIRS.map(([one, other]) =>
    read ? Math.min(likelihood(read[one], read[other]), likelihood(read[other], read[one])) : 1,
  );
  return {
    change: Math.max(...PAIRS.map(([one, other]) => meanSquare(images[one], images[other]))),
    kept: likely.filter((value) => value >= UNDECIDED).length / likely.length,
    least: Math.min(...likely),
  };
}

/** @param {Float32Array} a @param {Float32Array} b */
function meanSquare(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}

/** Probability in q of p's likeliest label, relative to the largest in q. @param {Float32Array} p @param {Float32Array} q */
const likelihood = (p, q) => q[labelOf(p)] / Math.max(...q);

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
