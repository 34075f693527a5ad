/** Rows of numbers, such as images and codes. */

/** Euclidean. @param {Float32Array} a @param {Float32Array} b */
export function distance(a, b) {
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = b[i] - a[i];
    squares += difference * difference;
  }
  return Math.sqrt(squares);
}

/** Views of so many numbers each. @param {Float32Array} values @param {number} width @returns {Float32Array[]} */
export const rows = (values, width) =>
  Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));
