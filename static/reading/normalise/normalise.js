/** Normalise a grey picture of a digit to 28×28 by MNIST's convention, step by step as app/images/normalise does. */

import { boxesOf, countOfLabels } from "../arrays/labels.js";
import { cut, maskOf } from "../arrays/planes.js";
import { mean } from "../arrays/statistics.js";
import { Problem, orProblem } from "../problem.js";
import { badgeOf, inside } from "./badges.js";
import { TINY } from "./blocks.js";
import { boxInParts } from "./boxes.js";
import { toConvention } from "./centre.js";
import { frames } from "./frames.js";
import { isNoise, liftInk, moveThreshold } from "./ink.js";
import { readings, weightOf } from "./light.js";
import { withoutLines } from "./lines.js";
import { ofBytes } from "./pictures.js";
import { findDigits, labelInk, maskOfDigit } from "./pieces.js";
import { badgeStep, cutSteps, inkSteps, lightSteps, pieceStep, rounded } from "./steps.js";
import { strokeWidth, toPen } from "./stroke.js";
import { withParts } from "./touching.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Bytes} Bytes */
/** @typedef {import("../arrays/planes.js").Labels} Labels */
/** @typedef {import("../arrays/planes.js").Box} Box */
/** @typedef {import("../windows.js").Window} Window */
/** @typedef {import("./knobs.js").Knobs} Knobs */
/** @typedef {import("./light.js").Lit} Lit */
/** @typedef {import("./pieces.js").Found} Found */
/** @typedef {import("./steps.js").Step} Step */
/**
 * @typedef {{
 *   box: import("../../core/contract.js").Box,
 *   picture: import("./pictures.js").Picture,
 * }} Candidate a digit found, and its 28×28
 */
/**
 * @typedef {{
 *   input: Uint8Array,
 *   steps: Step[],
 *   warnings: string[],
 *   digits: Candidate[],
 *   chosen: number,
 *   digits_found: number,
 * }} Normalised input: 784 bytes, white ink on black; digits: row by row and left to right, the largest 40;
 *   chosen: this one's index; digits_found: how many there are
 */

const INK_FRACTION = [0.044, 0.27]; // mean pixel, of all but the rarest digits
const NARROW = 0.45; // shorter side over longer; a 1 fills so narrow a box
const FILLED = 0.75; // mean ink of a box; above it, that is a sheet of paper
const MAX_INK = 0.42; // mean pixel; above it, the box is filled with a texture or a shape, not with strokes

/**
 * Raises Problem blank_image or no_digit if there is no ink to read, no_such_digit if the knobs ask for a digit that
 * was not found.
 * @param {Grey} grey in 0..1 @param {Knobs} knobs @returns {Normalised}
 */
export function normaliseGrey(grey, knobs) {
  // Checked first: noise divided by its own peaks seems to hold strokes. So do a few pixels seem noise.
  if (Math.max(grey.width, grey.height) > TINY && isNoise(grey)) throw new Problem("no_digit");
  let [light, digit] = likeliest(grey, knobs, null);
  if (knobs.invert) [light, digit] = likeliest(grey, knobs, !light);
  if (digit instanceof Problem) throw digit;
  return digit;
}

/**
 * Whether paper is light in the first reading that yields a digit, and that digit; else the last Problem.
 * @param {Grey} grey @param {Knobs} knobs @param {boolean | null} light @returns {[boolean, Normalised | Problem]}
 */
function likeliest(grey, knobs, light) {
  /** @type {[boolean, Problem]} */
  const last = [true, new Problem("blank_image")];
  const all = readings(grey, light);
  for (;;) {
    const next = orProblem(() => all.next());
    if (next instanceof Problem) return [last[0], next];
    const { value: lit } = next;
    if (!lit) return last;
    const found = orProblem(() => read(grey, lit, knobs));
    if (!(found instanceof Problem)) return [lit.light, found];
    last[0] = lit.light;
    last[1] = found;
  }
}

/**
 * The steps of a picture without a digit, as far as they go: they show why, and which knob may help.
 * @param {Grey} grey @param {Knobs} knobs @returns {Step[]}
 */
export function attempted(grey, knobs) {
  let lit = firstOf(readings(grey));
  if (knobs.invert) lit = firstOf(readings(grey, !lit.light));
  const steps = lightSteps(grey, lit);
  const lifted = orProblem(() => lift(lit, knobs));
  if (lifted instanceof Problem) return steps;
  const { ink, threshold, used } = lifted;
  const count = countOfLabels(labelInk(ink, threshold));
  return [...steps, ...inkSteps(ink, threshold, used, lit.light), pieceStep(ink, count, maskOf(ink.width, ink.height))];
}

/** @param {Generator<Lit, void>} all */
const firstOf = (all) => /** @type {Lit} */ (all.next().value);

/** @param {Grey} grey @param {Lit} lit @param {Knobs} knobs @returns {Normalised} */
function read(grey, lit, knobs) {
  const { ink, threshold, used } = lift(lit, knobs);
  const all = labelInk(ink, threshold);
  const boxes = boxesOf(all);
  const badge = badgeOf(all, boxes);
  if (badge) return readInBadge(grey, lit, badge, all, knobs);
  const { pieces, digits, main, count, others } = digitsOf(all, boxes, ink);
  const chosen = choose(knobs.digit, main, digits.length);
  const drawn = digits.map((digit) => drawnOf(clean(ink, pieces, digit), knobs));
  const { own, width, penned, pixels } = drawn[chosen];
  const fraction = mean(pixels.data) / 255;
  if (fraction > MAX_INK || isFilled(penned)) throw new Problem("no_digit");
  const steps = [
    ...lightSteps(grey, lit),
    ...inkSteps(ink, threshold, used, lit.light),
    pieceStep(ink, countOfLabels(pieces), maskOfDigit(digits[chosen], pieces)),
    ...cutSteps(own, width, penned),
    { name: "centre", note: rounded(fraction, 3), picture: ofBytes(pixels) },
  ];
  const found = digits.map((digit, i) => candidateOf(digit, drawn[i].pixels, ink));
  const warnings = warningsOf(fraction, others && knobs.digit === null);
  return { input: pixels.data, steps, warnings, digits: found, chosen, digits_found: count };
}

/** A digit's ink in a pen's width, and by MNIST's convention. @param {Grey} own @param {Knobs} knobs */
function drawnOf(own, { thickness }) {
  const width = strokeWidth(own);
  const penned = toPen(own, width, thickness);
  return { own, width, penned, pixels: toConvention(penned) };
}

/**
 * As `findDigits`, without lines around digits, with parts of digits that touch; and the pieces then.
 * @param {Labels} pieces @param {Box[]} boxes @param {Grey} ink
 */
function digitsOf(pieces, boxes, ink) {
  let around = frames(pieces, boxes);
  const freed = withoutLines(pieces, boxes, around);
  if (freed !== pieces) {
    boxes = boxesOf(freed);
    around = frames(freed, boxes);
  }
  const found = findDigits(freed, boxes, around, ink);
  const parts = withParts(freed, found.digits);
  const main = parts.digits.findIndex(({ box }) => isSameBox(box, found.digits[found.main].box));
  return { ...parts, main, count: found.count + parts.digits.length - found.digits.length, others: found.others };
}

/** @param {Box} one @param {Box} other */
const isSameBox = (one, other) =>
  one.top === other.top && one.left === other.left && one.bottom === other.bottom && one.right === other.right;

/**
 * The digit that is left out of a solid shape: there, paper and ink are the other way round.
 * @param {Grey} grey @param {Lit} lit @param {import("./badges.js").Badge} badge @param {Labels} pieces
 * @param {Knobs} knobs @returns {Normalised}
 */
function readInBadge(grey, lit, badge, pieces, knobs) {
  const shape = { flat: inside(lit.flat, badge, pieces), light: !lit.light };
  const found = read(shape.flat, shape, knobs);
  const window = boxInParts(badge.box, lit.flat);
  return {
    ...found,
    steps: [...lightSteps(grey, lit), badgeStep(shape.flat), ...found.steps.slice(2)],
    digits: found.digits.map((digit) => placedIn(digit, window)),
  };
}

/**
 * Ink, the threshold in it, and the threshold to show: the knob's, or else the one found.
 * @param {Lit} lit @param {Knobs} knobs
 */
function lift(lit, knobs) {
  const { lifted, threshold } = liftInk(lit.flat, lit.light, weightOf(lit));
  return { ink: moveThreshold(lifted, threshold, knobs.threshold), threshold, used: knobs.threshold ?? threshold };
}

/**
 * Ink of the digit alone, cut to its box and 0 outside its pieces.
 * @param {Grey} ink @param {Labels} pieces @param {Found} digit @returns {Grey}
 */
function clean(ink, pieces, digit) {
  const mask = maskOfDigit(digit, cut(pieces, digit.box)).data;
  const own = cut(ink, digit.box);
  return { ...own, data: own.data.map((value, i) => (mask[i] ? value : 0)) };
}

/**
 * Whether ink fills its box as a sheet of paper does and strokes don't, save a 1 in its narrow box.
 * @param {Grey} cut
 */
function isFilled({ width, height, data }) {
  return Math.min(width, height) > NARROW * Math.max(width, height) && mean(data) > FILLED;
}

/**
 * Warnings, as catalogue codes, about an ink fraction in 0..1 and a second big piece of ink.
 * @param {number} fraction @param {boolean} others
 */
function warningsOf(fraction, others) {
  const [little, much] = INK_FRACTION;
  const found = { several_components: others, little_ink: fraction < little, much_ink: fraction > much };
  return Object.entries(found).flatMap(([code, isSo]) => (isSo ? [code] : []));
}

/** @param {number | null} wanted @param {number} main @param {number} count */
function choose(wanted, main, count) {
  if (wanted === null) return main;
  if (wanted < 0 || wanted >= count) throw new Problem("no_such_digit", { digit: wanted, count, last: count - 1 });
  return wanted;
}

/** @param {Found} digit @param {Bytes} drawn @param {import("../arrays/planes.js").Size} size @returns {Candidate} */
function candidateOf(digit, drawn, size) {
  const [left, top, right, bottom] = boxInParts(digit.box, size);
  return { box: [left, top, right - left, bottom - top], picture: ofBytes(drawn) };
}

/**
 * A digit found in a window, placed in the whole picture.
 * @param {Candidate} digit @param {Window} window @returns {Candidate}
 */
export function placedIn({ box, picture }, [left, top, right, bottom]) {
  const [across, down] = [right - left, bottom - top];
  return { box: [left + box[0] * across, top + box[1] * down, box[2] * across, box[3] * down], picture };
}
