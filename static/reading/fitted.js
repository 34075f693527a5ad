/** A picture file as an image of any set, as app/images/fitted.py does: the marked part, upright, fitted into a square. */

import { greyOf, mirrored, rotated } from "./arrays/planes.js";
import { readColours } from "./decode.js";
import { fit } from "./fit.js";
import { check } from "./normalise/knobs.js";
import { marked } from "./windows.js";

/** @typedef {import("./arrays/planes.js").Grey} Grey */
/** @typedef {import("../core/pixels.js").Shape} Shape */
/** @typedef {{bytes: Uint8Array} & Shape} Fitted */

const LUMA = [0.299, 0.587, 0.114]; // of ITU-R BT.601

/**
 * Raises the Problems of the knobs and of the file.
 * @param {import("./reading.js").File} file @param {import("./normalise/knobs.js").Knobs} knobs @param {Shape} shape
 * @returns {Promise<Fitted>}
 */
export async function fitted(file, knobs, { side, channels }) {
  check(knobs);
  const colours = readColours(await file(), marked(knobs));
  const planes = channels === 1 ? [greyOfColours(colours)] : colours;
  const squares = planes.map((plane) => fit(rotated(knobs.mirror ? mirrored(plane) : plane, knobs.turn), side).data);
  const levelAt = (/** @type {number} */ i) => squares[i % channels][Math.floor(i / channels)];
  const bytes = Uint8Array.from({ length: side * side * channels }, (_, i) => Math.round(255 * clipped(levelAt(i))));
  return { bytes, side, channels };
}

/** @param {number} level */
const clipped = (level) => Math.min(Math.max(level, 0), 1);

/** @param {Grey[]} colours red, green and blue @returns {Grey} */
function greyOfColours(colours) {
  const [{ width, height }] = colours;
  const grey = greyOf(width, height);
  colours.forEach(({ data }, k) => data.forEach((value, i) => (grey.data[i] += LUMA[k] * value)));
  return grey;
}
