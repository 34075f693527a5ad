/** Small dense linear algebra in float64. */

/**
 * The x (d) of a·x = b for a symmetric positive definite a (d, d), by Cholesky's factors; NaN where a is none.
 * @param {number[][]} a @param {number[]} b
 */
export function solve(a, b) {
  const d = b.length;
  /** @type {number[][]} */
  const lower = [];
  for (let i = 0; i < d; i++) {
    lower.push([]);
    for (let j = 0; j <= i; j++) {
      const rest = a[i][j] - dot(lower[i], lower[j], j);
      lower[i][j] = i === j ? Math.sqrt(rest) : rest / lower[j][j];
    }
  }
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

/** Of the first n numbers. @param {number[]} a @param {number[]} b @param {number} n */
function dot(a, b, n) {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[k] * b[k];
  return sum;
}
