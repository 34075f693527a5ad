/** From a picture file to a digit: in a part that was marked, and closer where the digit is small in the picture. */

import { mirrored, rotated } from "./arrays/planes.js";
import { isReduced, readGrey } from "./decode.js";
import { attempted, normaliseGrey, placedIn } from "./normalise/normalise.js";
import { sizeOf, stepOf } from "./normalise/steps.js";
import { Problem, orProblem } from "./problem.js";
import { WHOLE, around, isSame, marked, turnedWindow } from "./windows.js";

/** @typedef {import("./arrays/planes.js").Grey} Grey */
/** @typedef {import("./normalise/knobs.js").Knobs} Knobs */
/** @typedef {import("./normalise/normalise.js").Normalised} Normalised */
/** @typedef {import("./normalise/steps.js").Step} Step */
/** @typedef {import("./windows.js").Window} Window */
/**
 * A file, decoded when it is asked for, which is dear to keep.
 * @typedef {() => Promise<import("./decode.js").Pixels>} File
 */
/**
 * A window of a picture as grey, under the name of the step that shows it.
 * @typedef {{name: string, grey: Grey, window: Window}} Look
 */
/**
 * A picture as it is kept: its file, its size, the part of it that is marked, and the looks taken, each closer.
 *
 * The first look is at the whole picture; another may be at the marked part, and one at small digits.
 * @typedef {{file: File, size: import("./arrays/planes.js").Size, looks: Look[], marked: Window}} Picture
 */
/** @typedef {{picture: Picture, found: Normalised | Problem}} Reading */

const NEAR = 64; // px of the digit's longer side; below it, the picture's own pixels tell more

/**
 * A picture as grey, and its digit or why there is none.
 * @param {File} file @param {Knobs} knobs @returns {Promise<Reading>}
 */
export async function read(file, knobs) {
  const pixels = await file();
  const { width, height } = pixels;
  const looks = [{ name: "grey", grey: readGrey(pixels), window: WHOLE }];
  return look({ file, size: { width, height }, looks, marked: WHOLE }, knobs);
}

/**
 * The digit in a picture that was read before, or why there is none, and the picture, as another part is marked.
 * @param {Picture} picture @param {Knobs} knobs @returns {Promise<Reading>}
 */
export async function readAgain(picture, knobs) {
  if (isSame(marked(knobs), picture.marked)) return { picture, found: find(picture, knobs) };
  return look({ ...picture, looks: picture.looks.slice(0, 1), marked: WHOLE }, knobs);
}

/**
 * Look at the part of a picture that is marked before all else, and closer if its digits are small.
 * @param {Picture} whole @param {Knobs} knobs @returns {Promise<Reading>}
 */
async function look(whole, knobs) {
  const part = marked(knobs);
  const picture = isSame(part, WHOLE) ? whole : await closer({ ...whole, marked: part }, "crop", part);
  const found = find(picture, knobs);
  if (found instanceof Problem || !isLookReduced(picture) || !isSmall(found, lastOf(turned(picture, knobs))))
    return { picture, found };
  const unturned =
    knobs.turn || knobs.mirror ? find(picture, { ...knobs, turn: 0, mirror: false, digit: null }) : found;
  if (unturned instanceof Problem) return { picture, found };
  const close = await closer(picture, "closer", around(unturned.digits, part));
  return { picture: close, found: find(close, knobs) };
}

/**
 * The picture with a further look, in its file's own pixels.
 * @param {Picture} picture @param {string} name @param {Window} window @returns {Promise<Picture>}
 */
async function closer(picture, name, window) {
  const grey = readGrey(await picture.file(), window);
  return { ...picture, looks: [...picture.looks, { name, grey, window }] };
}

/**
 * The digit in a picture's closest look as its knobs turn it, or why there is none.
 * @param {Picture} picture @param {Knobs} knobs @returns {Normalised | Problem}
 */
function find(picture, knobs) {
  const looks = turned(picture, knobs);
  const { grey, window } = lastOf(looks);
  const found = orProblem(() => normaliseGrey(grey, knobs));
  if (found instanceof Problem) return found;
  return {
    ...found,
    steps: withLooks(found.steps, looks),
    digits: found.digits.map((digit) => placedIn(digit, window)),
  };
}

/**
 * The steps of a picture in which no digit was found, as far as they go.
 * @param {Picture} picture @param {Knobs} knobs @returns {Step[]}
 */
export function stepsWithoutDigit(picture, knobs) {
  const looks = turned(picture, knobs);
  return withLooks(attempted(lastOf(looks).grey, knobs), looks);
}

/**
 * A picture's looks, mirrored and turned as the knobs say.
 * @param {Picture} picture @param {Knobs} knobs @returns {Look[]}
 */
const turned = ({ looks }, knobs) =>
  looks.map(({ name, grey, window }) => ({
    name,
    grey: rotated(knobs.mirror ? mirrored(grey) : grey, knobs.turn),
    window: turnedWindow(window, knobs),
  }));

/** @param {Look[]} looks */
const lastOf = (looks) => looks[looks.length - 1];

/** @param {Step[]} steps @param {Look[]} looks @returns {Step[]} */
function withLooks(steps, looks) {
  if (looks.length === 1) return steps;
  return [...looks.map(({ name, grey }) => stepOf(name, sizeOf(grey), grey)), ...steps.slice(1)];
}

/** Whether the file has more pixels than the closest look at it. @param {Picture} picture */
function isLookReduced({ size, looks }) {
  const [left, top, right, bottom] = lastOf(looks).window;
  const { width, height } = looks[0].grey;
  const longer = Math.max((right - left) * width, (bottom - top) * height);
  return isReduced(size, longer / Math.max(width, height));
}

/** @param {Normalised} found @param {Look} look */
function isSmall({ digits, chosen }, { grey, window }) {
  const [, , width, height] = digits[chosen].box;
  const [left, top, right, bottom] = window;
  return Math.max((width / (right - left)) * grey.width, (height / (bottom - top)) * grey.height) < NEAR;
}
