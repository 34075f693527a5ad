/** Small dense linear algebra in float64. */

import { dot } from "./dot.js";

/** @typedef {number[][]} Matrix rows */

const SWEEPS = 30; // ten are enough for 64 axes
const SMALL = 1e-30; // of a matrix's squares: what is left beside the diagonal then is below float64's precision

/**
 * The x (d) of a·x = b for a symmetric positive definite a (d, d), by Cholesky's factors; NaN where a is none.
 * @param {Matrix} a @param {number[]} b
 */
export function solve(a, b) {
  const lower = cholesky(a);
  const d = b.length;
  /** @type {number[]} */
  const y = [];
  for (let i = 0; i < d; i++) y[i] = (b[i] - dot(lower[i], y, i)) / lower[i][i];
  const x = Array(d).fill(0);
  for (let i = d - 1; i >= 0; i--) {
    let rest = y[i];
    for (let j = i + 1; j < d; j++) rest -= lower[j][i] * x[j];
    x[i] = rest / lower[i][i];
  }
  return x;
}

/** The lower triangle l of l·lᵀ = a. @param {Matrix} a */
function cholesky(a) {
  /** @type {Matrix} */
  const lower = [];
  for (let i = 0; i < a.length; i++) {
    lower.push([]);
    for (let j = 0; j <= i; j++) {
      const rest = a[i][j] - dot(lower[i], lower[j], j);
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
  return lower;
}

/** The symmetric square root, which exists even if an axis has collapsed. @param {Matrix} matrix symmetric, no variance below 0 */
export function squareRoot(matrix) {
  const { values, axes } = eigen(matrix);
  const lengths = values.map((value) => Math.sqrt(Math.max(value, 0))); // rounding may leave less than 0
  return matrix.map((_, i) =>
    matrix.map((_, j) => lengths.reduce((sum, length, k) => sum + axes[k][i] * length * axes[k][j], 0)),
  );
}

/** Of each column. @param {Matrix} rows */
export const means = (rows) => rows[0].map((_, axis) => rows.reduce((sum, row) => sum + row[axis], 0) / rows.length);

/** Of the columns; 0 of a single row. @param {Matrix} rows @param {number[]} centre their means @returns {Matrix} */
export function covariance(rows, centre) {
  const columns = centre.map((mean, axis) => rows.map((row) => row[axis] - mean));
  return columns.map((a) => columns.map((b) => dot(a, b) / Math.max(rows.length - 1, 1)));
}

/**
 * By Jacobi's cyclic method. Source: Golub & Van Loan, Matrix Computations (2013), §8.5.
 * @param {Matrix} matrix symmetric @returns {{values: number[], axes: Matrix}} axes: in rows
 */
export function eigen(matrix) {
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
