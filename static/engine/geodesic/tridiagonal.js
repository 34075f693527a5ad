/** Systems of equations whose matrix has 2×2 blocks on its diagonal and beside it, as those of a path's points have. */

/** @typedef {[number, number, number, number]} Block row by row */

/**
 * The x (n, 2) of a·x = b, where a is symmetric and positive definite.
 * Source: Golub & Van Loan, "Matrix computations", §4.5, block tridiagonal systems.
 * @param {Block[]} diagonal n @param {Block[]} above n − 1: between each point and the next @param {ArrayLike<number>} b (n, 2)
 */
export function solveTridiagonal(diagonal, above, b) {
  const n = diagonal.length;
  const x = Float64Array.from(b);
  /** @type {Block[]} */
  const pivots = [];
  for (let i = 0; i < n; i++) {
    if (i === 0) {
      pivots.push(inverse(diagonal[0]));
      continue;
    }
    const factor = product(transposed(above[i - 1]), pivots[i - 1]);
    pivots.push(inverse(difference(diagonal[i], product(factor, above[i - 1]))));
    subtract(x, i, factor, x[2 * i - 2], x[2 * i - 1]);
  }
  for (let i = n - 1; i >= 0; i--) {
    if (i < n - 1) subtract(x, i, above[i], x[2 * i + 2], x[2 * i + 3]);
    const [u, v] = [x[2 * i], x[2 * i + 1]];
    x[2 * i] = pivots[i][0] * u + pivots[i][1] * v;
    x[2 * i + 1] = pivots[i][2] * u + pivots[i][3] * v;
  }
  return x;
}

/** @param {Float64Array} x @param {number} i @param {Block} a @param {number} u @param {number} v */
function subtract(x, i, a, u, v) {
  x[2 * i] -= a[0] * u + a[1] * v;
  x[2 * i + 1] -= a[2] * u + a[3] * v;
}

/** @param {Block} a @param {Block} b @returns {Block} */
const product = (a, b) => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
];

/** @param {Block} a @returns {Block} */
const transposed = (a) => [a[0], a[2], a[1], a[3]];

/** @param {Block} a @param {Block} b @returns {Block} */
const difference = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]];

/** @param {Block} a @returns {Block} */
function inverse([a, b, c, d]) {
  const size = a * d - b * c;
  return [d / size, -b / size, -c / size, a / size];
}
