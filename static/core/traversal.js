/** Walks along single axes through a code, and what changes in their images. Pure. */

/** @typedef {import("./axes.js").Axis} Axis */
/** @typedef {{x: number, y: number}} Spot the middle of a part of an image, as shares of its side */

/** Where the images of a strip lie: in sd of the codes on its axis, from their mean on. */
export const STEPS = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2];
/** The last image of a strip, sd. */
export const END = 2;
/** Half the width of a part of an image, as a share of its side. */
export const RADIUS = 0.1;

/** @param {Axis} axis @param {number} sd */
export const placeOn = ({ middle, reach }, sd) => middle + sd * reach;
/** @param {Axis} axis @param {number} place */
export const sdOn = ({ middle, reach }, place) => (place - middle) / reach;

/** The codes of a strip: z, but for one axis. @param {number[]} z @param {Axis} axis */
export const along = (z, axis) => STEPS.map((sd) => z.with(axis.index, placeOn(axis, sd)));

const within = (/** @type {number} */ step) => Math.min(Math.max(step, 0), STEPS.length - 1);

/** The image of a strip that one points at. @param {number} share of the strip's length, 0 to 1 */
export const stepAt = (share) => within(Math.floor(share * STEPS.length));

/** The image nearest to a place. @param {number} sd */
export const nearestStep = (sd) => within(Math.round((sd + END) / (STEPS[1] - STEPS[0])));

/**
 * How far each value goes, from its darkest to its lightest, over images.
 * @param {Uint8Array[]} images not empty @returns {Uint8Array}
 */
export const ranges = (images) =>
  images[0].map((_, i) => {
    const values = images.map((image) => image[i]);
    return Math.max(...values) - Math.min(...values);
  });

/**
 * Its mean over an image, or over a part of it, 0 to 1.
 * @param {Uint8Array} range of each value @param {import("./pixels.js").Shape} shape @param {Spot | null} spot
 */
export function change(range, { side, channels }, spot) {
  const isIn = (/** @type {number} */ i) => {
    if (!spot) return true;
    const pixel = Math.floor(i / channels);
    const [x, y] = [(pixel % side) + 0.5, Math.floor(pixel / side) + 0.5];
    return Math.hypot(x - spot.x * side, y - spot.y * side) <= Math.max(RADIUS * side, 1);
  };
  const inside = range.filter((_, i) => isIn(i));
  return inside.reduce((sum, value) => sum + value, 0) / inside.length / 255;
}

/** The image that a swing shows at a moment: to the end and back. @param {number} tick */
export function swung(tick) {
  const last = STEPS.length - 1;
  const at = tick % (2 * last);
  return at <= last ? at : 2 * last - at;
}
