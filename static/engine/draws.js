/** Random draws of codes, as model/statistics/draws.py makes them: a seed gives the same codes in the page. */

import { dot } from "../core/dot.js";
import { covariance, means, squareRoot } from "../core/linear_algebra.js";
import { standardNormal } from "./normal.js";
import { Pcg64 } from "./pcg64.js";

/** @typedef {number[][]} Matrix rows */

const { fround } = Math;

/**
 * Draw n codes from N(μ, (temperature·σ)²), with NumPy's bits: float32 is rounded to after each operation.
 * @param {{mu: number[], sigma: number[]}} posterior of d axes @param {number} n @param {number} temperature
 * @param {number | bigint} seed a whole number, up to 2⁵³ as the server takes it @returns {Matrix} (n, d)
 */
export function draw({ mu, sigma }, n, temperature, seed) {
  const spread = sigma.map((one) => fround(fround(temperature) * fround(one)));
  return noise(n, mu.length, seed).map((row) => row.map((x, i) => fround(fround(mu[i]) + fround(spread[i] * x))));
}

/**
 * Draw n codes from a Gaussian with the mean and the covariance of `codes`, its sd scaled by `temperature`. The noise is
 * that of `draw`, shaped by the covariance's symmetric square root.
 * @param {Matrix} codes (m, d) @param {number} n @param {number} temperature @param {number | bigint} seed
 * @returns {Matrix} (n, d)
 */
export function drawFitted(codes, n, temperature, seed) {
  const centre = means(codes);
  const root = squareRoot(covariance(codes, centre));
  return noise(n, centre.length, seed).map((row) =>
    root.map((weights, i) => fround(centre[i] + fround(temperature) * dot(weights, row))),
  );
}

/** Standard normal numbers. @param {number} n @param {number} d @param {number | bigint} seed @returns {Matrix} (n, d) */
function noise(n, d, seed) {
  const generator = new Pcg64(seed);
  return Array.from({ length: n }, () => Array.from({ length: d }, () => standardNormal(generator)));
}
