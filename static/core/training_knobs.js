/** The knobs of a training in the page, and its named starts. Pure. */

import { FAIR } from "./training_settings.js";

/** @typedef {import("./training_settings.js").Settings} Settings */
/** @typedef {"fair" | "collapse" | "free" | "one" | "own"} Start */

/** The values of each knob, in order: few enough for arrow keys, and exact in a link. */
export const SCALES = {
  beta: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 30, 60, 100],
  rate: [1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1],
  noise: [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.2, 1.5, 2],
};
export const MAX_SEED = 2 ** 31 - 1;

/** What each start changes of a fair one. @type {Record<Start, Partial<Settings>>} */
export const STARTS = { fair: {}, collapse: { beta: 100 }, free: { beta: 0 }, one: {}, own: {} };

/** @param {Start} start @param {Pick<Settings, "seed" | "dims" | "likelihood">} kept @returns {Settings} */
export const settingsOf = (start, { seed, dims, likelihood }) => ({
  ...FAIR,
  seed,
  dims,
  likelihood,
  ...STARTS[start],
});

/** Whether nothing is turned away from what a start names. @param {Start} start @param {Settings} settings */
export function isAsNamed(start, settings) {
  const named = settingsOf(start, settings);
  return Object.entries(named).every(([name, value]) => settings[/** @type {keyof Settings} */ (name)] === value);
}

/** The place of a value on its scale, or of the nearest there. @param {number[]} scale @param {number} value */
export function placeOn(scale, value) {
  const distances = scale.map((one) => Math.abs(one - value));
  return distances.indexOf(Math.min(...distances));
}
