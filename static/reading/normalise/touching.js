/** Digits of a number that touch: its parts, where one crossing alone holds them together. */

import { countOfLabels } from "../arrays/labels.js";
import { countOf, cut, maskOf, without } from "../arrays/planes.js";
import { BILINEAR, resized } from "../arrays/resampling.js";
import { argmax, roundToEven } from "../arrays/statistics.js";
import { boxOf, placed, sides } from "./boxes.js";
import { maskOfDigit } from "./pieces.js";

/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */
/** @typedef {import("./pieces.js").Found} Found */

const WIDE = 1.1; // width over height: wider ink may be several digits; of MNIST's test digits 8 % are as wide
const LONG = 12; // width over height: wider ink is a line, longer than any number
const SLIM = 0.3; // of the height, that each part is wide at least
const TALL = 0.7; // of the height, that each part is high at least: the bar of a 7 is no digit
const SMALL = 64; // px of the height, enough to find a cut
const THICK = 0.5; // of the height, that a cut crosses at most: a bar is no digits side by side
const SOLID = Math.fround(0.4); // of such a pixel that is ink: less is none
const [PAPER, ASIDE] = [0.001, 0.03]; // what a px of paper costs a cut, and a px to the side; one of ink costs 1

/**
 * Digits, and after each that may be several the parts of it, with pieces in which these have numbers.
 *
 * It stays, for a digit on its side is as wide.
 * @param {Labels} pieces @param {Found[]} digits @returns {{pieces: Labels, digits: Found[]}}
 */
export function withParts(pieces, digits) {
  if (!digits.some(({ box }) => isWide(box))) return { pieces, digits };
  const own = { ...pieces, data: pieces.data.slice() };
  return { pieces: own, digits: digits.flatMap((digit) => withOwn(own, digit)) };
}

/** Whether a box is wider than nearly all digits', yet no line. @param {Box} box */
function isWide(box) {
  const [height, width] = sides(box);
  return WIDE * height < width && width <= LONG * height;
}

/**
 * The left one of two digits that touch, or null if it is one digit: a 0 is held together twice.
 * @param {Mask} own @returns {Mask | null}
 */
export function leftPart(own) {
  const { width, height, data } = own;
  const size = { width: Math.max(2, roundToEven((width * SMALL) / height)), height: SMALL };
  const blurred = resized({ width, height, data: Float32Array.from(data) }, size, BILINEAR);
  const small = { ...size, data: Uint8Array.from(blurred.data, (value) => Number(value > SOLID)) };
  const path = cheapestCut(small);
  const crossed = path.map((x, y) => small.data[y * size.width + x]);
  const crossings = crossed.filter((is, y) => is && !crossed[y - 1]).length;
  if (crossings > 1 || crossed.filter(Boolean).length > THICK * SMALL) return null;
  const left = maskOf(width, height);
  for (let y = 0; y < height; y++) {
    const column = (path[Math.floor((y * SMALL) / height)] * width) / size.width;
    for (let x = 0; x < Math.min(column, width); x++) left.data[y * width + x] = data[y * width + x];
  }
  return isTall(left) && isTall(without(own, left)) ? left : null;
}

/**
 * The way from the top of a mask to its bottom, a column aside per row at most, through the least ink.
 *
 * By dynamic programming, as in Avidan and Shamir, "Seam Carving for Content-Aware Image Resizing", 2007.
 * @param {Mask} small @returns {number[]} the column at which each row is cut
 */
export function cheapestCut({ width, height, data }) {
  const margin = roundToEven(SLIM * height);
  const count = width - 2 * margin;
  const cost = (/** @type {number} */ y, /** @type {number} */ x) => data[y * width + margin + x] + PAPER;
  let total = Float64Array.from({ length: count }, (_, x) => cost(0, x));
  /** @type {Int8Array[]} */
  const steps = [];
  for (let y = 1; y < height; y++) {
    const ways = (/** @type {number} */ x) => [
      x ? total[x - 1] + ASIDE : Infinity,
      total[x],
      (total[x + 1] ?? Infinity) + ASIDE,
    ];
    steps.push(Int8Array.from({ length: count }, (_, x) => leastOf(ways(x)) - 1));
    total = Float64Array.from({ length: count }, (_, x) => Math.min(...ways(x)) + cost(y, x));
  }
  const path = [leastOf(total)];
  for (const step of steps.reverse()) path.push(path[path.length - 1] + step[path[path.length - 1]]);
  return path.reverse().map((x) => margin + x);
}

/** Where the least is, the first of them. @param {ArrayLike<number>} values */
const leastOf = (values) => argmax(Array.from(values, (value) => -value));

/** @param {Labels} pieces are numbered further @param {Found} digit @returns {Found[]} */
function withOwn(pieces, digit) {
  const parts = parted(pieces, digit);
  if (parts.length === 1) return parts;
  return [{ pieces: [...new Set(parts.flatMap((part) => part.pieces))], box: digit.box }, ...parts];
}

/**
 * A digit, or those that it may be; to all but the first, new numbers are given in `pieces`.
 * @param {Labels} pieces @param {Found} digit @returns {Found[]}
 */
function parted(pieces, digit) {
  if (!isWide(digit.box)) return [digit];
  const own = maskOfDigit(digit, cut(pieces, digit.box));
  const left = leftPart(own);
  if (!left) return [digit];
  const number = countOfLabels(pieces) + 1;
  const right = without(own, left);
  renumber(pieces, right, digit.box, number);
  const parts = [
    { pieces: digit.pieces, box: placed(boxOf(left), digit.box) },
    { pieces: [number], box: placed(boxOf(right), digit.box) },
  ];
  return parts.flatMap((part) => parted(pieces, part));
}

/** @param {Labels} pieces are changed @param {Mask} part @param {Box} box of the part @param {number} number */
function renumber({ width, data }, part, { top, left }, number) {
  for (let y = 0; y < part.height; y++)
    for (let x = 0; x < part.width; x++) if (part.data[y * part.width + x]) data[(top + y) * width + left + x] = number;
}

/** Whether a part is as high as a digit beside another is. @param {Mask} part */
const isTall = (part) => countOf(part) > 0 && sides(boxOf(part))[0] > TALL * part.height;
