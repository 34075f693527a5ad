/**
 * Predictions, kept in this browser and never sent. Each time they are read anew, as another tab may have written. Where
 * the browser takes none, they last as long as the page.
 */

import { formatPredictions, parsePredictions, withMeasured } from "../core/predictions.js";

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

/** @param {() => Storage | null} storage throws a DOMException, or gives null, where there is none */
export function createKept(storage) {
  /** What the browser did not take. @type {string | null} */
  let own = null;
  const all = () => parsePredictions(own ?? stored(() => storage()?.getItem(NAME) ?? null));

  /** @param {Prediction[]} list */
  function write(list) {
    const text = formatPredictions(list.slice(-MOST));
    const isTaken = stored(() => {
      const place = storage();
      place?.setItem(NAME, text);
      return Boolean(place);
    });
    own = isTaken ? null : text;
  }
  return {
    all,
    /** @param {Prediction} prediction */
    keep: (prediction) => write([...all(), prediction]),
    /** What was measured of one that was kept. @param {Prediction} seen */
    see: (seen) => write(withMeasured(all(), seen)),
    forgetAll() {
      own = null;
      stored(() => storage()?.removeItem(NAME));
    },
  };
}

export const predictions = createKept(() => localStorage);
