/** What a network that is being trained looks like now: where its codes lie, and what decodes from the plane around them. */

/** @typedef {{center: number[], half_width: number}} Extent */
/** @typedef {{mu: Float32Array, sigma: Float32Array | null, n: number, dims: number}} Cloud (n, d) each */
/** @typedef {{extent: Extent, axes: [number, number]}} View */

const OUTER = 0.01; // share of codes on either side that a map may leave out
const MARGIN = 1.15;
const REACH = 2; // σ, so that of posteriors that have collapsed the map shows what they are, and not their chance
const LEAST = 0.05; // half a map's width, latent units
const EASE = 0.2; // of the way to where it should be, a frame
const STILL = 0.1; // how much too wide or narrow a map may be, by its width, and stay as it is
const CLEARLY = 1.3; // times as wide as one of the two shown must an axis be to take its place

/** Column `axis` of a cloud's means. @param {Cloud} cloud @param {number} axis */
const columnOf = ({ mu, n, dims }, axis) => Float64Array.from({ length: n }, (_, i) => mu[i * dims + axis]);

/** Mean and sd on each axis. @param {Cloud} cloud */
export function spreadOf(cloud) {
  return Array.from({ length: cloud.dims }, (_, axis) => {
    const column = columnOf(cloud, axis);
    const mean = column.reduce((sum, value) => sum + value, 0) / cloud.n;
    return { mean, sd: Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cloud.n) };
  });
}

/** The two widest axes; those that were shown stay, unless others are clearly wider. @param {{sd: number}[]} spread @param {[number, number]} [before] @returns {[number, number]} */
export function axesOf(spread, before) {
  const worth = spread.map(({ sd }, axis) => sd * (before?.includes(axis) ? CLEARLY : 1));
  const order = worth.map((_, axis) => axis).sort((a, b) => worth[b] - worth[a]);
  const [a, b] = order.slice(0, 2).sort((one, other) => one - other);
  return [a, b];
}

/** The median σ on an axis; 0 of points. @param {Cloud} cloud @param {number} axis */
const typicalSigma = ({ sigma, n, dims }, axis) =>
  sigma ? columnOf({ mu: sigma, sigma, n, dims }, axis).sort()[n >> 1] : 0;

/**
 * The square around nearly all of the codes, or on the way to it from where it was.
 * @param {Cloud} cloud @param {[number, number]} axes
 * @param {{before?: Extent | null, seen?: number}} [how] before: null: at once; seen: so many of the last codes are in it for sure
 * @returns {Extent}
 */
export function extentOf(cloud, axes, { before = null, seen = 0 } = {}) {
  const ends = axes.map((axis) => {
    const column = columnOf(cloud, axis);
    const marked = column.subarray(cloud.n - seen);
    const sorted = column.slice().sort();
    const out = Math.floor(OUTER * (cloud.n - 1));
    const reach = REACH * typicalSigma(cloud, axis);
    return [Math.min(sorted[out] - reach, ...marked), Math.max(sorted[cloud.n - 1 - out] + reach, ...marked)];
  });
  const center = ends.map(([low, high]) => (low + high) / 2);
  const half = Math.max(LEAST, ...ends.map(([low, high]) => (MARGIN * (high - low)) / 2));
  if (!before) return { center, half_width: half };
  const off = Math.max(
    ...center.map((value, i) => Math.abs(value - before.center[i])),
    Math.abs(half - before.half_width),
  );
  if (off < STILL * before.half_width) return before;
  const eased = (/** @type {number} */ from, /** @type {number} */ to) => from + EASE * (to - from);
  return {
    center: center.map((value, i) => eased(before.center[i], value)),
    half_width: eased(before.half_width, half),
  };
}

/**
 * Codes at the centres of the squares of a view, row by row from above; other axes are at the cloud's middle.
 * @param {View} view @param {{mean: number}[]} spread @param {number} side squares on a side @returns {Float32Array} (side², d)
 */
export function gridOf({ extent, axes }, spread, side) {
  const codes = new Float32Array(side * side * spread.length);
  const step = (2 * extent.half_width) / side;
  for (let i = 0; i < side * side; i++) {
    const at = codes.subarray(i * spread.length, (i + 1) * spread.length);
    at.set(spread.map(({ mean }) => mean));
    at[axes[0]] = extent.center[0] - extent.half_width + ((i % side) + 0.5) * step;
    at[axes[1]] = extent.center[1] + extent.half_width - (Math.floor(i / side) + 0.5) * step;
  }
  return codes;
}

/** Two columns of (n, d). @param {Float32Array} values @param {number} dims @param {[number, number]} axes */
export function onPlane(values, dims, [a, b]) {
  const plane = new Float32Array((2 * values.length) / dims);
  for (let i = 0; i < plane.length / 2; i++)
    [plane[2 * i], plane[2 * i + 1]] = [values[i * dims + a], values[i * dims + b]];
  return plane;
}
