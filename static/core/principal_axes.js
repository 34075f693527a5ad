/**
 * The principal axes of a covariance: for hundreds of dimensions in a fraction of a second, where Jacobi's method takes ten.
 * Source: Golub & Van Loan, Matrix Computations (2013), §8.3. Pure.
 */

const PRECISE = 2 ** -52;

/** @typedef {{diagonal: Float64Array, beside: Float64Array, basis: Float64Array[]}} Tridiagonal beside: below the diagonal; basis: in columns */

/**
 * Unit vectors, the widest first, each with its largest number positive.
 * @param {number[][]} covariance @returns {{variances: number[], axes: number[][]}}
 */
export function principalAxes(covariance) {
  const { diagonal, basis } = diagonalised(tridiagonal(covariance));
  const ranks = [...diagonal.keys()].sort((i, j) => diagonal[j] - diagonal[i]);
  return {
    variances: ranks.map((i) => diagonal[i]),
    axes: ranks.map((i) => upright(basis.map((row) => row[i]))),
  };
}

/** @param {number[]} direction */
function upright(direction) {
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

/** By Householder's reflections, a column after the other. @param {number[][]} matrix @returns {Tridiagonal} */
function tridiagonal(matrix) {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const basis = a.map((_, i) => new Float64Array(n).fill(1, i, i + 1));
  for (let k = 0; k < n - 2; k++) {
    const v = mirrorOf(a, k);
    if (v) reflect(a, basis, v, k);
  }
  return {
    diagonal: Float64Array.from(a, (row, i) => row[i]),
    beside: Float64Array.from({ length: n }, (_, i) => (i < n - 1 ? a[i + 1][i] : 0)),
    basis,
  };
}

/** What mirrors column k onto the place below its diagonal, of length √2; null: it is there. @param {Float64Array[]} a @param {number} k */
function mirrorOf(a, k) {
  const v = Float64Array.from(a, (row, i) => (i > k ? row[k] : 0));
  const length = Math.hypot(...v);
  if (length === 0) return null;
  v[k + 1] += v[k + 1] < 0 ? -length : length;
  const scale = Math.SQRT2 / Math.hypot(...v);
  return v.map((value) => value * scale);
}

/** @param {Float64Array[]} a @param {Float64Array[]} basis @param {Float64Array} v @param {number} k */
function reflect(a, basis, v, k) {
  const n = v.length;
  const w = Float64Array.from(a, (row) => along(row, v, k));
  const half = along(w, v, k) / 2;
  for (let i = k; i < n; i++) w[i] -= half * v[i];
  for (let i = k; i < n; i++) for (let j = k; j < n; j++) a[i][j] -= v[i] * w[j] + w[i] * v[j];
  for (const row of basis) {
    const part = along(row, v, k);
    for (let j = k; j < n; j++) row[j] -= part * v[j];
  }
}

/** @param {Float64Array} x @param {Float64Array} v @param {number} k where v begins */
function along(x, v, k) {
  let sum = 0;
  for (let i = k; i < v.length; i++) sum += x[i] * v[i];
  return sum;
}

/** By implicit QL steps, until nothing is left beside the diagonal. @param {Tridiagonal} given */
function diagonalised(given) {
  const { diagonal, beside } = given;
  const n = diagonal.length;
  const isNone = (/** @type {number} */ i) =>
    i === n - 1 || Math.abs(beside[i]) <= PRECISE * (Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]));
  for (let first = 0; first < n; first++) {
    while (!isNone(first)) {
      let last = first;
      while (!isNone(last)) last++;
      step(given, first, last);
    }
  }
  return given;
}

/** One step on the rows from first to last, with Wilkinson's shift. @param {Tridiagonal} given @param {number} first @param {number} last */
function step({ diagonal: d, beside: e, basis }, first, last) {
  const slope = (d[first + 1] - d[first]) / (2 * e[first]);
  const shift = d[first] - e[first] / (slope + Math.sign(slope || 1) * Math.hypot(slope, 1));
  let [sine, cosine, moved] = [1, 1, 0];
  let g = d[last] - shift;
  for (let i = last - 1; i >= first; i--) {
    const [f, b] = [sine * e[i], cosine * e[i]];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= moved;
      e[last] = 0;
      return;
    }
    [sine, cosine] = [f / r, g / r];
    g = d[i + 1] - moved;
    const turned = (d[i] - g) * sine + 2 * cosine * b;
    moved = sine * turned;
    d[i + 1] = g + moved;
    g = cosine * turned - b;
    turn(basis, i, cosine, sine);
  }
  d[first] -= moved;
  e[first] = g;
  e[last] = 0;
}

/** Turn two neighbouring columns. @param {Float64Array[]} basis @param {number} i @param {number} cosine @param {number} sine */
function turn(basis, i, cosine, sine) {
  for (const row of basis) {
    const [one, other] = [row[i], row[i + 1]];
    row[i] = cosine * one - sine * other;
    row[i + 1] = sine * one + cosine * other;
  }
}
