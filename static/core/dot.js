/** Pure. */

/** The inner product of the first n numbers. @param {number[]} a @param {number[]} b @param {number} [n] */
export function dot(a, b, n = a.length) {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += a[k] * b[k];
  return sum;
}
