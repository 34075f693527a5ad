/** Parts of a picture, as left, top, right and bottom in shares of its sides: turned with it, and turned back. */

/** @typedef {[number, number, number, number]} Window left, top, right, bottom */
/** @typedef {import("./normalise/knobs.js").Knobs} Knobs */
/** @typedef {import("../core/contract.js").Turn} Turn */
/** @typedef {import("./normalise/normalise.js").Candidate} Candidate */

/** @type {Window} */
export const WHOLE = [0, 0, 1, 1];
const MARGIN = 0.75; // of the longer side of what is looked at
const DIGITS = 1e6; // so that a part turned there and back is the same

/**
 * The part that is marked by hand, in the picture as it was given: all of it if none is.
 * @param {Knobs} knobs @returns {Window}
 */
export function marked(knobs) {
  if (!knobs.crop) return WHOLE;
  const [left, top, width, height] = knobs.crop;
  const window = unturnedWindow([left, top, Math.min(left + width, 1), Math.min(top + height, 1)], knobs);
  return /** @type {Window} */ (window.map((share) => Math.round(share * DIGITS) / DIGITS));
}

/** @param {Window} one @param {Window} other */
export const isSame = (one, other) => one.every((share, i) => share === other[i]);

/**
 * Where a window of a picture lies once that is mirrored and turned.
 * @param {Window} window @param {Turn} way @returns {Window}
 */
export const turnedWindow = (window, { turn, mirror }) => quarters(mirror ? mirrored(window) : window, turn);

/**
 * Where a window of a picture that is mirrored and turned lay before.
 * @param {Window} window @param {Turn} way @returns {Window}
 */
export function unturnedWindow(window, { turn, mirror }) {
  const back = quarters(window, 4 - turn);
  return mirror ? mirrored(back) : back;
}

/**
 * A window around digits, with some paper, in a part of the picture.
 * @param {Candidate[]} digits @param {Window} part @returns {Window}
 */
export function around(digits, part) {
  const left = Math.min(...digits.map(({ box }) => box[0]));
  const top = Math.min(...digits.map(({ box }) => box[1]));
  const right = Math.max(...digits.map(({ box }) => box[0] + box[2]));
  const bottom = Math.max(...digits.map(({ box }) => box[1] + box[3]));
  const [across, down] = [MARGIN * (right - left), MARGIN * (bottom - top)];
  return [
    Math.max(left - across, part[0]),
    Math.max(top - down, part[1]),
    Math.min(right + across, part[2]),
    Math.min(bottom + down, part[3]),
  ];
}

/** @param {Window} window @returns {Window} */
const mirrored = ([left, top, right, bottom]) => [1 - right, top, 1 - left, bottom];

/** @param {Window} window @param {number} turns @returns {Window} */
function quarters(window, turns) {
  for (let i = 0; i < turns; i++) {
    const [left, top, right, bottom] = window;
    window = [1 - bottom, left, 1 - top, right];
  }
  return window;
}
