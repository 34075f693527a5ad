/** Small symmetric matrices: eigenvectors, and least squares by them. */

const SWEEPS = 30;
const EPSILON = Number.EPSILON;

/** @typedef {{values: Float64Array, vectors: Float64Array}} Eigen vectors: in columns, row by row */

/**
 * By Jacobi's rotations.
 * @param {Float64Array} matrix (n, n) @param {number} n @returns {Eigen}
 */
export function eigen(matrix, n) {
  const a = matrix.slice();
  const vectors = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS && !isDiagonal(a, n); sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) if (a[p * n + q]) rotate(a, vectors, n, p, q);
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * (n + 1)]), vectors };
}

/** @param {Float64Array} a @param {number} n */
function isDiagonal(a, n) {
  let [on, off] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (i % (n + 1) === 0) on += a[i] ** 2;
    else off += a[i] ** 2;
  }
  return off <= (EPSILON * EPSILON * on) / n;
}

/**
 * Make one element 0.
 * @param {Float64Array} a @param {Float64Array} vectors @param {number} n @param {number} p @param {number} q
 */
function rotate(a, vectors, n, p, q) {
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(t * t + 1);
  const sin = t * cos;
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q, cos, sin);
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k, cos, sin);
  for (let k = 0; k < n; k++) turn(vectors, k * n + p, k * n + q, cos, sin);
}

/** @param {Float64Array} a @param {number} i @param {number} j @param {number} cos @param {number} sin */
function turn(a, i, j, cos, sin) {
  const x = a[i];
  const y = a[j];
  a[i] = cos * x - sin * y;
  a[j] = sin * x + cos * y;
}

/**
 * The least x with matrix · x nearest to `right`.
 * @param {Float64Array} matrix (n, n), positive semidefinite @param {Float64Array} right (n)
 */
export function leastSquares(matrix, right) {
  const n = right.length;
  const { values, vectors } = eigen(matrix, n);
  const cutoff = EPSILON * n * Math.max(...values.map(Math.abs));
  const found = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    if (Math.abs(values[j]) <= cutoff) continue;
    let along = 0;
    for (let i = 0; i < n; i++) along += vectors[i * n + j] * right[i];
    for (let i = 0; i < n; i++) found[i] += (vectors[i * n + j] * along) / values[j];
  }
  return found;
}
