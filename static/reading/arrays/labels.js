/** Connected pieces of a mask, numbered as SciPy does: by each one's first pixel, row by row. */

import { maskOf } from "./planes.js";

/** @typedef {import("./planes.js").Mask} Mask */
/** @typedef {import("./planes.js").Labels} Labels */
/** @typedef {import("./planes.js").Box} Box */

/**
 * Pixels that touch are one piece: by their sides alone, or by their corners too.
 * @param {Mask} mask @param {boolean} [corners] @returns {Labels}
 */
export function label({ width, height, data }, corners = false) {
  const labels = new Int32Array(width * height);
  const roots = [0]; // of what was numbered first: what it turned out to be a part of
  const reach = corners ? 1 : 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (!data[i]) continue;
      let own = x ? labels[i - 1] : 0;
      if (y) {
        const last = Math.min(x + reach, width - 1);
        for (let j = Math.max(x - reach, 0); j <= last; j++) {
          const other = labels[i - width + j - x];
          if (other && other !== own) own = own ? join(roots, own, other) : other;
        }
      }
      if (!own) roots.push((own = roots.length));
      labels[i] = own;
    }
  }
  return { width, height, data: renumbered(labels, roots) };
}

/** @param {number[]} roots @param {number} a @param {number} b @returns {number} the root of both */
function join(roots, a, b) {
  const [one, other] = [rootOf(roots, a), rootOf(roots, b)];
  const first = Math.min(one, other);
  roots[one] = roots[other] = first;
  return first;
}

/** @param {number[]} roots @param {number} label */
function rootOf(roots, label) {
  while (roots[label] !== label) label = roots[label] = roots[roots[label]];
  return label;
}

/** @param {Int32Array} labels are changed @param {number[]} roots */
function renumbered(labels, roots) {
  const numbers = new Int32Array(roots.length);
  let count = 0;
  for (let i = 1; i < roots.length; i++) {
    const root = rootOf(roots, i);
    numbers[i] = root === i ? ++count : numbers[root];
  }
  for (let i = 0; i < labels.length; i++) labels[i] = numbers[labels[i]];
  return labels;
}

/** How many pieces there are. @param {Labels} labels */
export function countOfLabels({ data }) {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > most) most = data[i];
  return most;
}

/** The bounding box of each piece. @param {Labels} labels @returns {Box[]} */
export function boxesOf({ width, height, data }) {
  const count = countOfLabels({ width, height, data });
  const boxes = Array.from({ length: count }, () => ({ top: height, left: width, bottom: 0, right: 0 }));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const piece = data[y * width + x];
      if (!piece) continue;
      const box = boxes[piece - 1];
      if (y < box.top) box.top = y;
      if (y >= box.bottom) box.bottom = y + 1;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
    }
  return boxes;
}

/** How many pixels each number has, 0 included. @param {ArrayLike<number>} numbers @param {number} count of numbers */
export function counts(numbers, count) {
  const found = new Float64Array(count);
  for (let i = 0; i < numbers.length; i++) found[numbers[i]]++;
  return found;
}

/** Where one piece is. @param {Labels} labels @param {number} piece @returns {Mask} */
export function maskOfLabel({ width, height, data }, piece) {
  const mask = maskOf(width, height);
  for (let i = 0; i < data.length; i++) if (data[i] === piece) mask.data[i] = 1;
  return mask;
}

/** A mask with what it encloses. @param {Mask} mask @returns {Mask} */
export function filled({ width, height, data }) {
  const outside = label({ width: width + 2, height: height + 2, data: paperAround(width, height, data) });
  const mask = maskOf(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      mask.data[y * width + x] = outside.data[(y + 1) * (width + 2) + x + 1] === 1 ? 0 : 1;
  return mask;
}

/**
 * What is not in a mask, and a rim around it, which is the first piece.
 * @param {number} width @param {number} height @param {Uint8Array} data
 */
function paperAround(width, height, data) {
  const paper = new Uint8Array((width + 2) * (height + 2)).fill(1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) paper[(y + 1) * (width + 2) + x + 1] = 1 - data[y * width + x];
  return paper;
}
