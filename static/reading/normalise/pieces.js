/** Which pieces of ink belong to one digit, and which digits there are. */

import { dilated } from "../arrays/extremes.js";
import { counts, countOfLabels, label } from "../arrays/labels.js";
import { above, borderOf, maskOf } from "../arrays/planes.js";
import { argmax, largest } from "../arrays/statistics.js";
import { Problem } from "../problem.js";
import { grain } from "./arrays.js";
import { hull, liesAlongBorder, liesOnBorder, longerSide, sides, touchesBorder } from "./boxes.js";
import { inReadingOrder } from "./rows.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */
/** @typedef {import("../arrays/planes.js").Size} Size */
/** A digit in a picture: the numbers of its pieces, and its box. @typedef {{pieces: number[], box: Box}} Found */
/** @typedef {{digits: Found[], main: number, count: number, others: boolean}} Digits main: index of the main one */

const { fround, max, min } = Math;
const FLOOR = 0.15; // of ink; fainter edges may be a JPEG's ringing, which would widen the box
const EDGE = 2; // px that an anti-aliased edge reaches beyond its stroke
const SPECK = 0.02; // of the main piece's area; anything smaller is dropped
const PALE = 0.6; // of the main piece's darkness; a paler one, such as a shadow's corner, is not ink
const SECOND = 0.25; // of the digit's area; leaving out something as large raises a warning
const NEAR = 0.25; // of the digit's longer side: a piece within that distance is part of it, like the bar of a 5
const TALL = 0.6; // of the digit's height: a piece beside it as tall as that is another digit
const DUST = 128; // the picture's longer side over the least digit's; anything smaller is dust
const TINY = [8, 64]; // px, or that part of a smaller picture: dust even so
const ANOTHER = 0.4; // of the main digit's longer side: the least size of another digit
const FLAT = 2.5; // width over height, at most: a line is no digit
const MOST = 40; // digits reported per picture
const COUNTED = 500; // digits counted per picture

/**
 * Number the connected pieces of ink: what is above the threshold, with its grey edge.
 * @param {Grey} ink @param {number} threshold @returns {Labels}
 */
export function labelInk(ink, threshold) {
  const strong = above(ink, threshold);
  const noise = fround(max(FLOOR, 4 * grain(ink)));
  const inked = dilated(strong, 2 * EDGE + 1);
  for (let i = 0; i < inked.data.length; i++) if (!strong.data[i] && !(ink.data[i] > noise)) inked.data[i] = 0;
  return label(inked, true);
}

/**
 * The digits among pieces of ink, the main one's index, how many there are, and whether a big piece is left.
 *
 * `boxes`: one of each piece; `around`: those that enclose others. The largest MOST come, row by row, left to right.
 * Raises Problem blank_image if all is dust.
 * @param {Labels} pieces @param {Box[]} boxes @param {boolean[]} around @param {Grey} ink @returns {Digits}
 */
export function findDigits(pieces, boxes, around, ink) {
  const border = surrounding(pieces, boxes.length);
  const outer = around.map((is, i) => is || border[i]);
  const { areas, darkness } = measured(pieces, ink, boxes.length);
  const all = outer.every(Boolean);
  const weights = areas.map((area, i) => (all || !outer[i] ? area * darkness[i] ** 2 : 0));
  const inner = weights.map((weight, i) => (liesOnBorder(boxes[i], pieces) ? 0 : weight));
  const main = mainOf(weights, inner, boxes);
  if (main === null || longerSide(boxes[main]) < leastSide(pieces)) throw new Problem("blank_image");
  const belongs = (/** @type {number} */ i) =>
    areas[i] >= SPECK * areas[main] &&
    darkness[i] >= PALE * darkness[main] &&
    !isApart(boxes[i], boxes[main], pieces) &&
    !outer[i];
  const pool = [...boxes.keys()].filter(belongs);
  const own = gather(main, boxes, pool);
  const digit = foundOf(own, boxes);
  const rest = pool.filter((i) => !own.includes(i));
  const found = [digit, ...othersBeside(digit, boxes, inner, rest)];
  const few = found.slice(0, MOST);
  const digits = inReadingOrder(few.map(({ box }) => box)).map((i) => few[i]);
  return { digits, main: digits.indexOf(digit), count: found.length, others: isBigLeft(own, inner, weights) };
}

/**
 * Whether a piece is left out that is large beside the digit's.
 * @param {number[]} own @param {Float64Array} inner @param {Float64Array} weights
 */
function isBigLeft(own, inner, weights) {
  const left = inner.filter((_, i) => !own.includes(i));
  return left.length > 0 && largest(left) >= SECOND * own.reduce((total, i) => total + weights[i], 0);
}

/**
 * The piece with the most ink that is upright; one on the border only if nothing near its size lies further in.
 * @param {Float64Array} weights @param {Float64Array} inner @param {Box[]} boxes
 */
function mainOf(weights, inner, boxes) {
  const upright = (/** @type {Float64Array} */ values) => values.map((value, i) => (isFlat(boxes[i]) ? 0 : value));
  const [all, further] = [upright(weights), upright(inner)];
  if (!all.length) return null;
  return argmax(max(0, largest(further)) >= SECOND * max(0, largest(all)) ? further : all);
}

/**
 * Whether a piece is no part of any digit: along the border, on it where the main piece isn't, or a line.
 * @param {Box} box @param {Box} main @param {Size} size
 */
function isApart(box, main, size) {
  const beyond = touchesBorder(box, size) && !touchesBorder(main, size);
  return beyond || liesAlongBorder(box, size) || isLine(box, main);
}

/** The longer side of the least digit in a picture of that size, px. @param {Size} size */
function leastSide({ width, height }) {
  const longer = max(width, height);
  return max(longer / DUST, min(TINY[0], longer / TINY[1]));
}

/**
 * Each piece's area, px, and its ink's darkness, 0..1, in which the faint edge hardly counts.
 * @param {Labels} pieces @param {Grey} ink @param {number} count
 */
function measured({ data }, ink, count) {
  const [areas, sums, squares] = [0, 1, 2].map(() => new Float64Array(count + 1));
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue;
    areas[data[i]]++;
    sums[data[i]] += ink.data[i];
    squares[data[i]] += fround(ink.data[i] * ink.data[i]);
  }
  const darkness = squares.map((square, i) => square / max(sums[i], 1e-6));
  return { areas: areas.subarray(1), darkness: darkness.subarray(1) };
}

/**
 * Which pieces take up most of the border: what lies around the paper, or the paper itself.
 * @param {Labels} pieces @param {number} count
 */
function surrounding(pieces, count) {
  const border = borderOf(pieces);
  return Array.from(counts(border, count + 1).subarray(1), (pixels) => pixels > border.length / 2);
}

/**
 * The indices of one digit's pieces: the main one, those near it, those near these, and so on.
 * @param {number} main @param {Box[]} boxes @param {number[]} candidates
 */
function gather(main, boxes, candidates) {
  let own = [main];
  let rest = candidates.filter((i) => i !== main);
  while (rest.length) {
    const digit = hull(own.map((i) => boxes[i]));
    const near = rest.filter((i) => isPart(boxes[i], digit));
    if (!near.length) break;
    own = [...own, ...near];
    rest = rest.filter((i) => !near.includes(i));
  }
  return own;
}

/** The digit's mask in pieces, or in a part of them. @param {Found} digit @param {Labels} pieces @returns {Mask} */
export function maskOfDigit(digit, pieces) {
  const mask = maskOf(pieces.width, pieces.height);
  const isOwn = new Uint8Array(max(countOfLabels(pieces), ...digit.pieces) + 1);
  for (const piece of digit.pieces) isOwn[piece] = 1;
  for (let i = 0; i < mask.data.length; i++) mask.data[i] = isOwn[pieces.data[i]];
  return mask;
}

/**
 * What else may be a digit among the pieces in `pool`, the largest first.
 * @param {Found} main @param {Box[]} boxes @param {Float64Array} areas @param {number[]} pool
 */
function othersBeside(main, boxes, areas, pool) {
  const found = [];
  pool = pool.toSorted((a, b) => areas[b] - areas[a]);
  while (pool.length && found.length < COUNTED - 1 && areas[pool[0]]) {
    const own = gather(pool[0], boxes, pool);
    const digit = foundOf(own, boxes);
    if (isAnother(digit.box, main.box)) found.push(digit);
    pool = pool.filter((i) => !own.includes(i));
  }
  return found;
}

/** Whether a box is a line's rather than a digit's. @param {Box} box */
function isFlat(box) {
  const [height, width] = sides(box);
  return width > FLAT * height;
}

/**
 * Whether a box is a line's and no part of a digit: longer by far, or below it and beyond it on both sides.
 * @param {Box} box @param {Box} digit
 */
function isLine(box, digit) {
  const below = box.top >= digit.bottom - 0.1 * sides(digit)[0];
  const beyond = box.left < digit.left && box.right > digit.right;
  return isFlat(box) && ((below && beyond) || sides(box)[1] > 1.5 * longerSide(digit));
}

/** @param {Box} box @param {Box} main */
const isAnother = (box, main) => longerSide(box) >= ANOTHER * longerSide(main) && !isFlat(box);

/** @param {number[]} own @param {Box[]} boxes @returns {Found} */
const foundOf = (own, boxes) => ({ pieces: own.map((i) => i + 1), box: hull(own.map((i) => boxes[i])) });

/**
 * Whether a piece is near enough to be part of a digit, and is not another, as tall, beside it.
 * @param {Box} box @param {Box} digit
 */
function isPart(box, digit) {
  const reach = NEAR * longerSide(digit);
  const down = max(box.top - digit.bottom, digit.top - box.bottom);
  const across = max(box.left - digit.right, digit.left - box.right);
  const beside = across > reach / 4 && sides(box)[0] > TALL * sides(digit)[0];
  return max(down, across) < reach && !beside;
}
