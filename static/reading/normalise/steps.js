/** The first steps' results, which exist whether or not the picture holds a digit. */

import { above, not } from "../arrays/planes.js";
import { keptAndDropped, pictureOf } from "./pictures.js";
import { LEAST } from "./stroke.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("./light.js").Lit} Lit */
/**
 * What a step found, and what it made.
 * @typedef {{name: string, note: string | number | boolean, picture: import("./pictures.js").Picture}} Step
 */

/** @param {string} name @param {Step["note"]} note @param {Grey | Mask} plane @returns {Step} */
export const stepOf = (name, note, plane) => ({ name, note, picture: pictureOf(plane) });

/**
 * The picture in grey, and in even light, or without the blocks to which its pixels were enlarged.
 * @param {Grey} grey @param {Lit} lit @returns {Step[]}
 */
export function lightSteps(grey, { flat, pixels }) {
  const first = stepOf("grey", sizeOf(grey), grey);
  return [first, pixels ? stepOf("blocks", sizeOf(pixels), flat) : stepOf("light", flat !== grey, flat)];
}

/** The solid shape in which the digit is left out. @param {Grey} shape */
export const badgeStep = (shape) => stepOf("badge", sizeOf(shape), shape);

/**
 * Ink split at its threshold, and in white on black; `used`: the threshold to show, by knob or found.
 * @param {Grey} ink @param {number} threshold @param {number} used @param {boolean} light @returns {Step[]}
 */
export function inkSteps(ink, threshold, used, light) {
  const strong = above(ink, threshold);
  return [
    stepOf("threshold", rounded(used, 3), light ? not(strong) : strong),
    stepOf("polarity", light ? "dark_on_light" : "light_on_dark", ink),
  ];
}

/**
 * The pieces of ink, so many, with those not kept dimmed.
 * @param {Grey} ink @param {number} count @param {Mask} kept
 */
export const pieceStep = (ink, count, kept) => stepOf("pieces", count, keptAndDropped(ink, kept));

/**
 * Ink cut to its box, its strokes `width` px wide, and in wider ones if they were thinner than MNIST's.
 * @param {Grey} cut @param {number} width @param {Grey} penned @returns {Step[]}
 */
export function cutSteps(cut, width, penned) {
  if (width >= LEAST) return [stepOf("box", sizeOf(penned), penned)];
  return [stepOf("box", sizeOf(cut), cut), stepOf("stroke", rounded(width, 1), penned)];
}

/** Width and height, px, for visitors to read. @param {import("../arrays/planes.js").Size} size */
export const sizeOf = ({ width, height }) => `${width}×${height}`;

/** @param {number} value @param {number} digits */
export const rounded = (value, digits) => Number(value.toFixed(digits));
