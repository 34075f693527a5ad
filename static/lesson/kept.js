/** Predictions, kept in this browser and never sent. Where it forbids storage, they last as long as the page. */

import { parsePredictions } from "../core/predictions.js";

/** @typedef {import("../core/predictions.js").Prediction} Prediction */

const NAME = "predictions";
const MOST = 500; // a browser's storage is small

/** @template T @param {() => T} use @returns {T | null} */
function stored(use) {
  try {
    return use();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

let kept = parsePredictions(stored(() => localStorage.getItem(NAME)));

export const allKept = () => kept;

/** @param {Prediction} prediction */
export function keep(prediction) {
  kept = [...kept, prediction].slice(-MOST);
  stored(() => localStorage.setItem(NAME, JSON.stringify(kept)));
}

export function forgetAll() {
  kept = [];
  stored(() => localStorage.removeItem(NAME));
}
