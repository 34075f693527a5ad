/** A decoded file turned as Exif's orientation says, where the browser does not. Pure. */

import { mirrored, rotated } from "./arrays/planes.js";
import { unturnedWindow } from "./windows.js";

/** @typedef {import("./decode.js").Pixels} Pixels */
/** @typedef {import("./arrays/planes.js").Box} Box */
/** @typedef {import("../core/contract.js").Turn} Turn */

/** How a picture becomes upright, by orientation, of which 1 is upright. @type {Turn[]} */
const WAYS = [
  { turn: 0, mirror: false },
  { turn: 0, mirror: true },
  { turn: 2, mirror: false },
  { turn: 2, mirror: true },
  { turn: 3, mirror: true },
  { turn: 1, mirror: false },
  { turn: 1, mirror: true },
  { turn: 3, mirror: false },
];

/** @param {Pixels} pixels @param {number} orientation 1 to 8 @returns {Pixels} */
export function upright(pixels, orientation) {
  if (orientation === 1) return pixels;
  const way = WAYS[orientation - 1];
  const isAside = way.turn % 2 === 1;
  const [width, height] = isAside ? [pixels.height, pixels.width] : [pixels.width, pixels.height];
  return { width, height, read: (box) => turned(pixels, boxBefore(box, { width, height }, pixels, way), way) };
}

/** A box of the file's own pixels, turned. @param {Pixels} pixels @param {Box} box @param {Turn} way */
function turned(pixels, box, { turn, mirror }) {
  const { buffer } = pixels.read(box).slice();
  const plane = { width: box.right - box.left, height: box.bottom - box.top, data: new Int32Array(buffer) };
  return new Uint8ClampedArray(rotated(mirror ? mirrored(plane) : plane, turn).data.buffer);
}

/**
 * Where a box lay before.
 * @param {Box} box @param {import("./arrays/planes.js").Size} size @param {import("./arrays/planes.js").Size} before
 * @param {Turn} way @returns {Box}
 */
function boxBefore({ top, left, bottom, right }, { width, height }, before, way) {
  const shares = unturnedWindow([left / width, top / height, right / width, bottom / height], way);
  const [x, y] = [before.width, before.height];
  const [l, t, r, b] = [shares[0] * x, shares[1] * y, shares[2] * x, shares[3] * y].map(Math.round);
  return { top: t, left: l, bottom: b, right: r };
}
