/** How bounding boxes of pieces lie to one another and to the border. */

import { boxesOf } from "../arrays/labels.js";

/** @typedef {import("../arrays/planes.js").Box} Box */
/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Size} Size */
/** @typedef {import("../windows.js").Window} Window */

/** The bounding box of a mask. @param {Mask} mask one pixel at least */
export const boxOf = ({ width, height, data }) => boxesOf({ width, height, data: Int32Array.from(data) })[0];

/** Height and width, px. @param {Box} box @returns {[number, number]} */
export const sides = ({ top, left, bottom, right }) => [bottom - top, right - left];

/** @param {Box} box */
export const longerSide = (box) => Math.max(...sides(box));
/** @param {Box} box */
export const shorterSide = (box) => Math.min(...sides(box));

/**
 * A box as left, top, right and bottom, in parts of a picture of that size.
 * @param {Box} box @param {Size} size @returns {Window}
 */
export const boxInParts = ({ top, left, bottom, right }, { width, height }) => [
  left / width,
  top / height,
  right / width,
  bottom / height,
];

/** The bounding box of boxes. @param {Box[]} boxes @returns {Box} */
export const hull = (boxes) => ({
  top: Math.min(...boxes.map(({ top }) => top)),
  left: Math.min(...boxes.map(({ left }) => left)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  right: Math.max(...boxes.map(({ right }) => right)),
});

/** A box's part, in the picture. @param {Box} part @param {Box} box @returns {Box} */
export const placed = (part, { top, left }) => ({
  top: top + part.top,
  left: left + part.left,
  bottom: top + part.bottom,
  right: left + part.right,
});

/** Whether a box touches the border. @param {Box} box @param {Size} size */
export const touchesBorder = ({ top, left, bottom, right }, { width, height }) =>
  top === 0 || left === 0 || bottom === height || right === width;

/** Its middle, in shares of the picture's height and width. @param {Box} box @param {Size} size */
export const middleOf = ({ top, left, bottom, right }, { width, height }) => [
  (top + bottom) / 2 / height,
  (left + right) / 2 / width,
];

/**
 * Whether a box touches the border and has its middle close to it: a table's edge, not a tightly cut digit.
 * @param {Box} box @param {Size} size
 */
export const liesOnBorder = (box, size) =>
  touchesBorder(box, size) && middleOf(box, size).some((middle) => Math.min(middle, 1 - middle) < 1 / 6);

/**
 * Whether a box on the border is about as long as it: an edge or a shadow, not the bar of a tightly cut 5.
 * @param {Box} box @param {Size} size
 */
export function liesAlongBorder(box, size) {
  const [height, width] = sides(box);
  return liesOnBorder(box, size) && (height > 0.9 * size.height || width > 0.9 * size.width);
}
