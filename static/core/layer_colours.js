/** Colours for the numbers of a map's layer. Pure. */

import { colourOf } from "./palette.js";

/** @typedef {[number, number, number]} Colour red, green, blue, 0 to 255 */
/**
 * @typedef {{
 *   cells: number,
 *   label?: number[],
 *   confidence?: number[],
 *   log10_area?: number[],
 *   density?: number[],
 *   index?: number[],
 *   distance?: number[],
 * }} Numbers of one tile of a layer, row by row from the top left; cells: on a side
 */
/** @typedef {"stretch" | "density"} Measure */

// From blue to yellow with evenly rising lightness, so the order holds for colour-blind people and in greyscale.
const STOPS = /** @type {Colour[]} */ ([
  [38, 20, 84],
  [62, 74, 156],
  [42, 131, 161],
  [110, 183, 113],
  [249, 229, 89],
]);

/** Each measure's range and ticks as log₁₀: the same for every model, so that maps can be compared. */
export const SCALES = /** @type {Record<Measure, {low: number, high: number, ticks: number[]}>} */ ({
  stretch: { low: 1, high: 4.5, ticks: [1, 2, 3, 4] },
  density: { low: 0, high: 3, ticks: [0, 1, 2] },
});

/** Position of a value on its measure's ramp, clamped to 0..1. @param {Measure} measure @param {number} log10 */
export function along(measure, log10) {
  const { low, high } = SCALES[measure];
  return Math.min(Math.max((log10 - low) / (high - low), 0), 1);
}

/** The colour at a position on the ramp. @param {number} part 0 to 1 @returns {Colour} */
export function ramp(part) {
  const place = part * (STOPS.length - 1);
  const before = Math.min(Math.floor(place), STOPS.length - 2);
  const mix = (/** @type {0 | 1 | 2} */ i) =>
    Math.round(STOPS[before][i] + (place - before) * (STOPS[before + 1][i] - STOPS[before][i]));
  return [mix(0), mix(1), mix(2)];
}

/** The ramp as a CSS gradient. */
export const gradient = () => `linear-gradient(90deg, ${STOPS.map((colour) => `rgb(${colour.join(" ")})`).join(", ")})`;

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
export function colours({ label, confidence, log10_area, density }) {
  if (label && confidence) return bytes(label.map((at, i) => [ofLabel(at), confidence[i]]));
  if (log10_area) return bytes(log10_area.map((value) => [ramp(along("stretch", value)), 1]));
  return bytes((density ?? []).map((value) => [ramp(along("density", Math.log10(value))), 1]));
}

/** @param {[Colour, number][]} cells colours with their alphas, 0 to 1 */
const bytes = (cells) =>
  Uint8ClampedArray.from(cells.flatMap(([colour, alpha]) => [...colour, Math.round(255 * alpha)]));
