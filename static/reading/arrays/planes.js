/** Planes of numbers, row by row: made, cut, padded and turned. Pure, as all of this folder. */

/**
 * @typedef {Float32Array | Uint8Array | Int32Array} Numbers
 */
/**
 * @template {Numbers} T
 * @typedef {{width: number, height: number, data: T}} Plane
 */
/** @typedef {Plane<Float32Array>} Grey in 0..1, or signed on the way there */
/** @typedef {Plane<Uint8Array>} Mask of 0 and 1 */
/** @typedef {Plane<Uint8Array>} Bytes grey levels */
/** @typedef {Plane<Int32Array>} Labels 0: none; else the number of a piece */
/** @typedef {{top: number, left: number, bottom: number, right: number}} Box px; bottom and right are outside */
/** @typedef {{width: number, height: number}} Size */

/** @param {number} width @param {number} height @returns {Grey} */
export const greyOf = (width, height) => ({ width, height, data: new Float32Array(width * height) });

/** @param {number} width @param {number} height @returns {Mask} */
export const maskOf = (width, height) => ({ width, height, data: new Uint8Array(width * height) });

/**
 * A plane of the same kind of numbers, all 0.
 * @template {Numbers} T @param {T} kind @param {number} width @param {number} height @returns {Plane<T>}
 */
export function planeOf(kind, width, height) {
  const Kind = /** @type {new (length: number) => T} */ (/** @type {unknown} */ (kind.constructor));
  return { width, height, data: new Kind(width * height) };
}

/** @template {Numbers} T @param {Plane<T>} plane @param {Box} box @returns {Plane<T>} */
export function cut({ width, data }, { top, left, bottom, right }) {
  const part = planeOf(data, right - left, bottom - top);
  for (let y = top; y < bottom; y++)
    part.data.set(data.subarray(y * width + left, y * width + right), (y - top) * part.width);
  return part;
}

/**
 * With so many rows or columns of 0 around it.
 * @template {Numbers} T
 * @param {Plane<T>} plane @param {{top: number, left: number, bottom: number, right: number}} margins
 * @returns {Plane<T>}
 */
export function padded({ width, height, data }, { top, left, bottom, right }) {
  const wide = planeOf(data, left + width + right, top + height + bottom);
  for (let y = 0; y < height; y++)
    wide.data.set(data.subarray(y * width, (y + 1) * width), (top + y) * wide.width + left);
  return wide;
}

/** With as many rows and columns of 0 on each side. @template {Numbers} T @param {Plane<T>} plane @param {number} by */
export const framed = (plane, by) => padded(plane, { top: by, left: by, bottom: by, right: by });

/**
 * With as many rows and columns on each side, like its outermost.
 * @param {Grey} plane @param {number} by @returns {Grey}
 */
export function extended(plane, by) {
  const wide = framed(plane, by);
  const { width, height, data } = wide;
  for (let y = by; y < height - by; y++) {
    data.fill(data[y * width + by], y * width, y * width + by);
    data.fill(data[(y + 1) * width - by - 1], (y + 1) * width - by, (y + 1) * width);
  }
  for (let y = 0; y < by; y++) {
    data.copyWithin(y * width, by * width, (by + 1) * width);
    data.copyWithin((height - 1 - y) * width, (height - by - 1) * width, (height - by) * width);
  }
  return wide;
}

/** Rows as columns. @template {Numbers} T @param {Plane<T>} plane @returns {Plane<T>} */
export function transposed({ width, height, data }) {
  const turned = planeOf(data, height, width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) turned.data[x * height + y] = data[y * width + x];
  return turned;
}

/** Left and right swapped. @template {Numbers} T @param {Plane<T>} plane @returns {Plane<T>} */
export function mirrored({ width, height, data }) {
  const turned = planeOf(data, width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned.data[y * width + x] = data[(y + 1) * width - 1 - x];
  return turned;
}

/**
 * Turned by so many quarters, clockwise.
 * @template {Numbers} T @param {Plane<T>} plane @param {number} quarters @returns {Plane<T>}
 */
export function rotated(plane, quarters) {
  for (let i = 0; i < quarters; i++) plane = mirrored(transposed(plane));
  return plane;
}

/**
 * Every `step`-th row from `top` and column from `left` on.
 * @template {Numbers} T @param {Plane<T>} plane @param {number} step @param {number} [top] @param {number} [left]
 * @returns {Plane<T>}
 */
export function strided({ width, height, data }, step, top = 0, left = 0) {
  const few = planeOf(data, Math.ceil((width - left) / step), Math.ceil((height - top) / step));
  for (let y = 0; y < few.height; y++)
    for (let x = 0; x < few.width; x++) few.data[y * few.width + x] = data[(top + y * step) * width + left + x * step];
  return few;
}

/**
 * The numbers along the border: above, below, left and right; corners twice.
 * @template {Numbers} T @param {Plane<T>} plane @returns {number[]}
 */
export function borderOf({ width, height, data }) {
  const rows = [...data.subarray(0, width), ...data.subarray((height - 1) * width)];
  const at = (/** @type {number} */ x) => Array.from({ length: height }, (_, y) => data[y * width + x]);
  return [...rows, ...at(0), ...at(width - 1)];
}

/**
 * Where a plane exceeds a level, which is as exact as the plane.
 * @param {Grey} plane @param {number} level @returns {Mask}
 */
export function above({ width, height, data }, level) {
  const mask = maskOf(width, height);
  const exact = Math.fround(level);
  for (let i = 0; i < data.length; i++) if (data[i] > exact) mask.data[i] = 1;
  return mask;
}

/** What is not in a mask. @param {Mask} mask @returns {Mask} */
export function not({ width, height, data }) {
  const rest = maskOf(width, height);
  for (let i = 0; i < data.length; i++) rest.data[i] = 1 - data[i];
  return rest;
}

/** What is in a mask and not in another. @param {Mask} mask @param {Mask} other @returns {Mask} */
export function without({ width, height, data }, other) {
  const rest = maskOf(width, height);
  for (let i = 0; i < data.length; i++) rest.data[i] = data[i] & (1 - other.data[i]);
  return rest;
}

/** The share of a plane that a mask takes up. @param {Mask} mask */
export const shareOf = (mask) => countOf(mask) / mask.data.length;

/** How many are in a mask. @param {Mask} mask */
export function countOf({ data }) {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i];
  return count;
}

/**
 * The numbers that are in a mask, or those that are not.
 * @param {Float32Array} values @param {Uint8Array} mask @param {0 | 1} [is]
 */
export function chosen(values, mask, is = 1) {
  const found = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (mask[i] === is) found[count++] = values[i];
  return found.subarray(0, count);
}
