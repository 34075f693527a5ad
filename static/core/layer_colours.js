/** Colours for the numbers of a map's layer. Pure. */

import { RISING, ramp } from "./colour_ramp.js";
import { colourOf } from "./palette.js";

/** @typedef {import("./colour_ramp.js").Colour} Colour */
/**
 * @typedef {{
 *   cells: number,
 *   label?: number[],
 *   confidence?: number[],
 *   log10_area?: number[],
 *   most?: number[],
 *   least?: number[],
 *   turn?: number[],
 *   density?: number[],
 *   log10_excess?: number[],
 *   disagreement?: number[],
 *   index?: number[],
 *   distance?: number[],
 * }} Numbers of one tile of a layer, row by row from the top left; cells: on a side
 */
/** @typedef {"stretch" | "density" | "prior" | "disagreement"} Measure */

// Blue: less, orange: more; these two are told apart by all, and both are darker than what lies between.
const SIGNED = /** @type {Colour[]} */ ([
  [20, 84, 148],
  [128, 178, 216],
  [247, 247, 247],
  [240, 170, 96],
  [142, 58, 0],
]);

/** Each measure's range and ticks as log₁₀: the same for every model, so that maps can be compared. */
export const SCALES = /** @type {Record<Measure, {low: number, high: number, ticks: number[]}>} */ ({
  stretch: { low: 1, high: 4.5, ticks: [1, 2, 3, 4] },
  density: { low: 0, high: 3, ticks: [0, 1, 2] },
  prior: { low: -1.3, high: 1.3, ticks: [-1, 0, 1] },
  disagreement: { low: -2.5, high: -0.7, ticks: [-2, -1] },
});

/** Position of a value on its measure's ramp, clamped to 0..1. @param {Measure} measure @param {number} log10 */
export function along(measure, log10) {
  const { low, high } = SCALES[measure];
  return Math.min(Math.max((log10 - low) / (high - low), 0), 1);
}

/** A measure's own colours, from low to high. @param {Measure} measure */
export const stopsOf = (measure) => (measure === "prior" ? SIGNED : RISING);

/** Parse a colour written as #rrggbb. @param {string} hex @returns {Colour} */
function parse(hex) {
  const part = (/** @type {number} */ at) => parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}
/** @type {Colour[]} */
const ofLabels = [];
const ofLabel = (/** @type {number} */ label) => (ofLabels[label] ??= parse(colourOf(label)));

/**
 * A tile's cells as RGBA bytes: a label's colour with its confidence as alpha, or else the measure's ramp.
 * @param {Numbers} numbers
 */
export function colours({ label, confidence, log10_area, log10_excess, disagreement, density }) {
  if (label && confidence) return bytes(label.map((at, i) => [ofLabel(at), confidence[i]]));
  if (log10_area) return painted("stretch", log10_area);
  if (log10_excess) return painted("prior", log10_excess);
  if (disagreement) return painted("disagreement", disagreement.map(Math.log10));
  return painted("density", (density ?? []).map(Math.log10));
}

/** @param {Measure} measure @param {number[]} log10 */
const painted = (measure, log10) => bytes(log10.map((value) => [ramp(along(measure, value), stopsOf(measure)), 1]));

/** @param {[Colour, number][]} cells colours with their alphas, 0 to 1 */
const bytes = (cells) =>
  Uint8ClampedArray.from(cells.flatMap(([colour, alpha]) => [...colour, Math.round(255 * alpha)]));
