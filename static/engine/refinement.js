/**
 * The encoder's code of an image refined by a few damped Gauss–Newton steps on that image's negative ELBO, as
 * model/networks/refine.py has it; its sources are named there.
 */

import { linearise } from "./linearisation.js";
import { solve } from "../core/linear_algebra.js";

/** @typedef {import("./decoder.js").Decoder} Decoder */
/** @typedef {import("./encoder.js").Code} Code */
/** @typedef {import("./likelihoods.js").Likelihood} Likelihood */
/** @typedef {{decoder: Decoder, likelihood: Likelihood, beta: number}} Objective beta: 0 for an autoencoder */

const FIRST_DAMPING = 0.25; // of the curvature
const LEAST_DAMPING = 1e-3;
const FLAT = 1e-6; // keeps the step finite where the decoder is flat

/** @param {Objective} objective @param {Float32Array} image (p) @param {Code} code @param {number} steps @returns {Code} */
export function refine(objective, image, code, steps) {
  const { memory } = objective.decoder;
  return memory.lend(() => {
    const target = memory.put(image);
    let [damping, { mu, logSigma }] = [FIRST_DAMPING, code];
    let loss = steps ? expectedLoss(objective, target, { mu, logSigma }) : 0;
    /** Whether a code is better; NaN never is. @param {Code} next */
    const isBetter = (next) => {
      const found = expectedLoss(objective, target, next);
      const better = found < loss;
      if (better) loss = found;
      return better;
    };
    for (let i = 0; i < steps; i++) {
      const next = step(objective, image, mu, damping);
      const moved = isBetter({ mu: next.mu, logSigma });
      if (moved) mu = next.mu;
      damping = Math.max(moved ? damping / 4 : damping * 4, LEAST_DAMPING);
      if (logSigma && isBetter({ mu, logSigma: next.logSigma })) logSigma = next.logSigma;
    }
    return { mu, logSigma };
  });
}

/**
 * Reconstruction + β·KL in nats, the expectation over q(z|x) by cubature: at μ ± √d·σ along each axis, of an autoencoder
 * at μ.
 * @param {Objective} objective @param {number} target @param {Code} code
 */
export function expectedLoss({ decoder, likelihood, beta }, target, { mu, logSigma }) {
  if (!logSigma) return meanNats(decoder, likelihood, target, mu);
  const { exp } = decoder.memory.kernel;
  const away = Float32Array.from(logSigma, (value) => Math.sqrt(mu.length) * exp(value));
  const along = (/** @type {number} */ sign) =>
    Array.from(mu, (_, axis) => Array.from(mu, (value, i) => (i === axis ? value + sign * away[i] : value)));
  const points = Float32Array.from([...along(1), ...along(-1)].flat());
  return meanNats(decoder, likelihood, target, points) + beta * kl(mu, logSigma, exp).reduce((a, b) => a + b, 0);
}

/** @param {Decoder} decoder @param {Likelihood} likelihood @param {number} target @param {Float32Array} codes (n, d) */
function meanNats(decoder, likelihood, target, codes) {
  const { memory, pixels } = decoder;
  let sum = 0;
  decoder.eachSlice(codes, (logits, n) => {
    const nats = memory.take(pixels);
    for (let row = 0; row < n; row++) {
      likelihood.nats(memory, logits + 4 * row * pixels, target, nats, pixels);
      sum += sumOf(memory.floats(nats, pixels));
    }
  });
  return (sum * decoder.dims) / codes.length;
}

/** @param {Float32Array} values */
export function sumOf(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) of each dimension, nats. Source: Kingma & Welling 2014, appendix B.
 * @param {Float32Array} mu @param {Float32Array} logSigma @param {(x: number) => number} exp
 */
export const kl = (mu, logSigma, exp) =>
  Array.from(mu, (value, axis) => 0.5 * (value ** 2 + exp(2 * logSigma[axis]) - 1) - logSigma[axis]);

/** @param {Objective} objective @param {Float32Array} image @param {Float32Array} mu @param {number} damping */
function step({ decoder, likelihood, beta }, image, mu, damping) {
  const d = decoder.dims;
  const { gradient, curvature } = decoder.memory.lend(() => derivatives(decoder, likelihood, image, mu));
  for (let axis = 0; axis < d; axis++) {
    gradient[axis] += beta * mu[axis];
    curvature[axis][axis] += beta;
  }
  const damped = curvature.map((row, axis) =>
    row.map((value, other) => (axis === other ? value + damping * value + FLAT : value)),
  );
  const { log } = decoder.memory.kernel;
  const change = solve(damped, gradient);
  return {
    mu: mu.map((value, axis) => value - change[axis]),
    logSigma: Float32Array.from(curvature, (row, axis) => 0.5 * log(beta / row[axis])),
  };
}

/**
 * First (d) and expected second (d, d) derivatives of an image's reconstruction term by its code.
 * @param {Decoder} decoder @param {Likelihood} likelihood @param {Float32Array} image @param {Float32Array} mu
 */
function derivatives(decoder, likelihood, image, mu) {
  const { memory, pixels, dims } = decoder;
  const { logits, slopes } = linearise(decoder, mu);
  memory.kernel.squash(logits.byteOffset, logits.byteOffset, pixels);
  /** @type {number[]} */
  const gradient = Array(dims).fill(0);
  const curvature = gradient.map(() => Array(dims).fill(0));
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [slope, weight] = likelihood.curvature(logits[pixel], image[pixel]);
    for (let axis = 0; axis < dims; axis++) {
      const along = slopes[axis * pixels + pixel];
      gradient[axis] += slope * along;
      for (let other = 0; other <= axis; other++)
        curvature[axis][other] += weight * along * slopes[other * pixels + pixel];
    }
  }
  for (let axis = 0; axis < dims; axis++)
    for (let other = 0; other < axis; other++) curvature[other][axis] = curvature[axis][other];
  return { gradient, curvature };
}
