/** What the codes of the sample tell of each axis: how much it holds, and whether it holds anything at all. Pure. */

import { mean, widths } from "./statistics.js";

// As `evaluate` counts them: model/statistics/spread.py.
export const ACTIVE_VARIANCE = 0.01; // Burda, Grosse & Salakhutdinov 2016, §5.2
const NARROWEST = 0.01; // of an autoencoder's widest axis
const LEAST = 1e-4; // latent units

/** @typedef {Pick<import("./contract.js").Code, "mu" | "sigma">} Code */
/**
 * @typedef {{
 *   index: number,
 *   held: number,
 *   middle: number,
 *   reach: number,
 *   isDead: boolean,
 * }} Axis held: the mean KL divergence, nats; in an autoencoder the sd of the codes; middle: their mean; reach: how far a step
 *   of 1 sd goes, latent units, never 0; isDead: the codes of all images are the same there
 */

/** The KL divergence of N(μ, σ²) from N(0, 1), nats. @param {number} mu @param {number} sigma */
export const divergence = (mu, sigma) => (mu ** 2 + sigma ** 2 - 1) / 2 - Math.log(sigma);

/** @param {Code[]} codes @param {number} axis */
function spread(codes, axis) {
  const middle = mean(codes.map(({ mu }) => mu[axis]));
  return { middle, variance: mean(codes.map(({ mu }) => (mu[axis] - middle) ** 2)) };
}

/**
 * All axes of a model, by their index.
 * @param {{sd: number[]}} model sd: of its codes, never 0 @param {Code[]} codes not empty @returns {Axis[]}
 */
export function axesOf({ sd }, codes) {
  const spreads = sd.map((_, axis) => spread(codes, axis));
  if (!codes[0].sigma) return ofPoints(sd, spreads);
  const reaches = widths(codes);
  return spreads.map(({ middle, variance }, index) => {
    const held = mean(codes.map(({ mu, sigma }) => divergence(mu[index], sigma?.[index] ?? 1)));
    return { index, held, middle, reach: reaches[index], isDead: variance <= ACTIVE_VARIANCE };
  });
}

/** An autoencoder's, whose codes are points and have no scale of their own. @param {number[]} sd @param {ReturnType<typeof spread>[]} spreads */
function ofPoints(sd, spreads) {
  const held = spreads.map(({ variance }) => Math.sqrt(variance));
  const least = Math.max(LEAST, NARROWEST * Math.max(...held));
  return spreads.map(({ middle }, index) => {
    return { index, held: held[index], middle, reach: sd[index], isDead: held[index] <= least };
  });
}

/**
 * By how much they hold, or by another figure; those that hold nothing come last.
 * @param {Axis[]} axes @param {(axis: Axis) => number} [by]
 */
export const sorted = (axes, by = ({ held }) => held) =>
  [...axes].sort((a, b) => Number(a.isDead) - Number(b.isDead) || by(b) - by(a) || a.index - b.index);

const NEAR_PRIOR = 0.1; // nats: below, a posterior is the prior for all that one sees

/**
 * What is to be said of the axes that hold nothing: for every image the posterior is the prior there, or the codes are all
 * in one place.
 * @param {Axis[]} axes @param {"ae" | "vae"} kind @returns {{dead: number, what: "prior" | "place"}}
 */
export function deadOf(axes, kind) {
  const dead = axes.filter(({ isDead }) => isDead);
  const isPrior = kind === "vae" && dead.every(({ held }) => held < NEAR_PRIOR);
  return { dead: dead.length, what: isPrior ? "prior" : "place" };
}
