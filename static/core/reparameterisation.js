/** Samples of a posterior by reparameterisation, and the same in the twin. Pure. */

/** z = μ + σ·ε. @param {number[]} mu @param {number[]} sigma @param {number[][]} epsilons */
export const samplesOf = (mu, sigma, epsilons) =>
  epsilons.map((epsilon) => mu.map((value, axis) => value + sigma[axis] * epsilon[axis]));

/**
 * A VAE's σ in its twin, which has none: on each axis as many sd of its own codes.
 * @param {number[]} sigma @param {Record<import("./sides.js").Side, {sd: number[]}>} models
 */
export const sigmaInTwin = (sigma, { ae, vae }) => sigma.map((value, axis) => (value * ae.sd[axis]) / vae.sd[axis]);
