/** Planes written as rows of numbers. */

const plane = (Kind) => (rows) => ({ width: rows[0].length, height: rows.length, data: Kind.from(rows.flat()) });
export const grey = plane(Float32Array);
export const mask = plane(Uint8Array);
export const labels = plane(Int32Array);
export const rowsOf = ({ width, height, data }) =>
  Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)]);

/** A mask drawn with # for ink. */
export const drawn = (...lines) => mask(lines.map((line) => [...line].map((sign) => Number(sign === "#"))));

/** Whether numbers are as near as float32 tells. */
export const near = (a, b) => a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < 1e-6);

/** A picture of so many px, painted by a function of the place. */
export const painted = (width, height, paint) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => paint(i % width, Math.floor(i / width))),
});
