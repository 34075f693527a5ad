/** Random draws of codes, as model/statistics/draws.py makes them: a seed gives the same codes in the page. */

import { standardNormal } from "./normal.js";
import { Pcg64 } from "./pcg64.js";

/** @typedef {number[][]} Matrix rows */

const SWEEPS = 30; // ten are enough for 64 axes
const SMALL = 1e-30; // of a matrix's squares: what is left beside the diagonal then is below float64's precision

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
 * that of `draw`, shaped by the covariance's symmetric square root; NumPy's draws are as near as float32 adds up.
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

/** @param {number[]} a @param {number[]} b */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** @param {Matrix} codes */
const means = (codes) => codes[0].map((_, axis) => codes.reduce((sum, row) => sum + row[axis], 0) / codes.length);

/** @param {Matrix} codes @param {number[]} centre @returns {Matrix} */
function covariance(codes, centre) {
  const columns = centre.map((mean, axis) => codes.map((row) => row[axis] - mean));
  return columns.map((a) => columns.map((b) => dot(a, b) / (codes.length - 1)));
}

/** The symmetric one, which exists even if an axis has collapsed. @param {Matrix} matrix symmetric, no variance below 0 */
function squareRoot(matrix) {
  const { values, axes } = eigen(matrix);
  const lengths = values.map((value) => Math.sqrt(Math.max(value, 0))); // rounding may leave less than 0
  return matrix.map((_, i) =>
    matrix.map((_, j) => lengths.reduce((sum, length, k) => sum + axes[k][i] * length * axes[k][j], 0)),
  );
}

/**
 * By Jacobi's cyclic method. Source: Golub & Van Loan, Matrix Computations (2013), §8.5.
 * @param {Matrix} matrix symmetric @returns {{values: number[], axes: Matrix}} axes: in rows
 */
function eigen(matrix) {
  const a = matrix.map((row) => [...row]);
  const axes = matrix.map((_, i) => matrix.map((_, j) => Number(i === j)));
  const enough = SMALL * squares(a);
  for (let sweep = 0; sweep < SWEEPS && squares(a, true) > enough; sweep++)
    for (let q = 1; q < a.length; q++) for (let p = 0; p < q; p++) if (a[p][q]) turn(a, axes, p, q);
  return { values: a.map((row, i) => row[i]), axes };
}

/** The sum of a matrix's squares. @param {Matrix} matrix @param {boolean} [beside] the diagonal only */
const squares = (matrix, beside = false) =>
  matrix.flatMap((row, i) => row.filter((_, j) => !beside || i !== j)).reduce((sum, value) => sum + value * value, 0);

/**
 * Turn axes p and q such that a[p][q] vanishes.
 * @param {Matrix} a @param {Matrix} axes @param {number} p @param {number} q
 */
function turn(a, axes, p, q) {
  const slope = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.hypot(1, slope));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  for (let i = 0; i < a.length; i++) {
    [a[i][p], a[i][q]] = turned(a[i][p], a[i][q], cosine, sine);
    [axes[p][i], axes[q][i]] = turned(axes[p][i], axes[q][i], cosine, sine);
  }
  for (let i = 0; i < a.length; i++) [a[p][i], a[q][i]] = turned(a[p][i], a[q][i], cosine, sine);
  a[p][q] = a[q][p] = 0; // but for rounding
}

/** @param {number} x @param {number} y @param {number} cosine @param {number} sine */
const turned = (x, y, cosine, sine) => [cosine * x - sine * y, sine * x + cosine * y];
