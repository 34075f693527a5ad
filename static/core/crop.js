/** A part of a picture as left, top, width and height, in shares of its sides: marked, moved, resized, turned. Pure. */

/** @typedef {import("./contract.js").Box} Box */
/** @typedef {import("./contract.js").Turn} Turn */
/** @typedef {[number, number]} Point */

/** What is marked first by key. @type {Box} */
export const FIRST = [0.25, 0.25, 0.5, 0.5];
const LEAST = 0.01; // of a side; a part that a finger's tremble drew is none
const DIGITS = 1e6; // an API's number needs no more decimals

/** @param {number} value @param {number} low @param {number} high */
const bound = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * The part between two opposite corners, wherever they lie; none if it is too small to be meant.
 * @param {Point} a @param {Point} b @returns {Box | null}
 */
export function between(a, b) {
  const [left, top] = [0, 1].map((i) => bound(Math.min(a[i], b[i]), 0, 1));
  const [right, bottom] = [0, 1].map((i) => bound(Math.max(a[i], b[i]), 0, 1));
  return right - left < LEAST || bottom - top < LEAST ? null : rounded([left, top, right - left, bottom - top]);
}

/** A part moved as far as the picture goes. @param {Box} part @param {Point} by @returns {Box} */
export const moved = ([left, top, width, height], [right, down]) =>
  rounded([bound(left + right, 0, 1 - width), bound(top + down, 0, 1 - height), width, height]);

/** A part whose right and lower edges are moved. @param {Box} part @param {Point} by @returns {Box} */
export const grown = ([left, top, width, height], [right, down]) =>
  rounded([left, top, bound(width + right, LEAST, 1 - left), bound(height + down, LEAST, 1 - top)]);

/**
 * What a drag of a part by its inside ("in"), or by a corner ("nw", "ne", "sw" or "se"), makes of it.
 * @param {Box} part @param {string} grip @param {Point} by @returns {Box | null}
 */
export function dragged(part, grip, by) {
  if (grip === "in") return moved(part, by);
  const [left, top, width, height] = part;
  const [west, north] = [grip.includes("w"), grip.includes("n")];
  const held = /** @type {Point} */ ([west ? left : left + width, north ? top : top + height]);
  const across = /** @type {Point} */ ([west ? left + width : left, north ? top + height : top]);
  return between(across, [held[0] + by[0], held[1] + by[1]]);
}

/** Where a part of a picture lies once that is turned. @param {Box} part @param {Turn} turn @returns {Box} */
export const turned = (part, { turn, mirror }) => quarters(mirror ? mirrored(part) : part, turn);

/** Where a part of a turned picture lay before. @param {Box} part @param {Turn} turn @returns {Box} */
export function unturned(part, { turn, mirror }) {
  const back = quarters(part, 4 - turn);
  return mirror ? mirrored(back) : back;
}

/**
 * Where a picture of that width and height lies in the middle of a square, in shares of that.
 * @param {number} width @param {number} height @returns {Box}
 */
export function inSquare(width, height) {
  const longer = Math.max(width, height, 1);
  const [across, down] = [width / longer, height / longer];
  return [(1 - across) / 2, (1 - down) / 2, across, down];
}

/** A part of a box, in whatever holds the box. @param {Box} part @param {Box} box @returns {Box} */
export const within = (part, box) => [
  box[0] + part[0] * box[2],
  box[1] + part[1] * box[3],
  part[2] * box[2],
  part[3] * box[3],
];

/** @param {Box} part @returns {Box} */
const mirrored = ([left, top, width, height]) => rounded([1 - left - width, top, width, height]);

/** @param {Box} part @param {number} turns clockwise @returns {Box} */
function quarters(part, turns) {
  for (let i = 0; i < turns; i++) {
    const [left, top, width, height] = part;
    part = rounded([1 - top - height, left, height, width]);
  }
  return part;
}

/** @param {number[]} part @returns {Box} */
const rounded = (part) => /** @type {Box} */ (part.map((share) => Math.round(share * DIGITS) / DIGITS));
