/** A step's result as a small picture for the visitor. */

import { greyOf } from "../arrays/planes.js";
import { reducedBytes } from "../arrays/reduction.js";
import { BOX, resizedBytes } from "../arrays/resampling.js";
import { roundToEven } from "../arrays/statistics.js";

/** @typedef {import("../arrays/planes.js").Grey} Grey */
/** @typedef {import("../arrays/planes.js").Mask} Mask */
/** @typedef {import("../arrays/planes.js").Bytes} Bytes */
/** @typedef {{width: number, height: number, grey: Uint8Array}} Picture */

const { fround, max } = Math;
const LONGER_SIDE = 200; // px
const DROPPED = fround(0.3); // brightness of dropped ink

/**
 * Grey in 0..1, or a mask, reduced by an area filter to at most 200 px on its longer side.
 * @param {Grey | Mask} plane @returns {Picture}
 */
export function pictureOf({ width, height, data }) {
  return ofBytes(small({ width, height, data: data instanceof Uint8Array ? levelsOfMask(data) : levelsOf(data) }));
}

/** @param {Float32Array} values */
function levelsOf(values) {
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++)
    levels[i] = values[i] <= 0 ? 0 : values[i] >= 1 ? 255 : fround(values[i] * 255.5);
  return levels;
}

/** @param {Uint8Array} is */
function levelsOfMask(is) {
  const levels = new Uint8Array(is.length);
  for (let i = 0; i < is.length; i++) levels[i] = 255 * is[i];
  return levels;
}

/** @param {Bytes} bytes @returns {Picture} */
export const ofBytes = ({ width, height, data }) => ({ width, height, grey: data });

/**
 * Reduced by a whole factor as far as that goes, which is cheap, then by fractions.
 * @param {Bytes} bytes @returns {Bytes}
 */
function small(bytes) {
  const longer = max(bytes.width, bytes.height);
  if (longer <= LONGER_SIDE) return bytes;
  const [width, height] = [bytes.width, bytes.height].map((n) => max(1, roundToEven((n * LONGER_SIDE) / longer)));
  const [across, down] = [Math.floor(bytes.width / width) || 1, Math.floor(bytes.height / height) || 1];
  const whole = { width: bytes.width / across, height: bytes.height / down };
  return resizedBytes(reducedBytes(bytes, across, down), { width, height }, BOX, whole);
}

/** Ink with what was dropped dimmed. @param {Grey} ink @param {Mask} kept @returns {Grey} */
export function keptAndDropped({ width, height, data }, kept) {
  const dimmed = greyOf(width, height);
  for (let i = 0; i < data.length; i++) dimmed.data[i] = kept.data[i] ? data[i] : data[i] * DROPPED;
  return dimmed;
}
