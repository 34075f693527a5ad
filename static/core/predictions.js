/** What a visitor predicted, and what was measured: kept in this browser, and as a table. Pure. */

import { stepNamed } from "./lesson_names.js";

const VERSION = 1; // of what is kept; a list alone is of the time before versions

/**
 * @typedef {{
 *   step: string,
 *   at: string,
 *   model: string,
 *   unit: string,
 *   series: string[],
 *   guess: number[],
 *   measured: number[] | null,
 * }} Prediction at: when it was locked, ISO 8601; model: id of the VAE on show; series: what each number is of; measured:
 *   null until that has been seen; all three of one length
 */

/** @param {Prediction[]} kept @returns {import("./csv.js").Table} */
export const predictionsTable = (kept) => ({
  header: ["time (UTC)", "step", "model", "predicted of", "unit", "prediction", "measured"],
  rows: kept.flatMap(({ step, at, model, unit, series, guess, measured }) =>
    series.map((name, i) => [at, step, model, name, unit, guess[i], measured?.[i] ?? null]),
  ),
});

/** What was last predicted of the same series at a step, or undefined. @param {Prediction[]} kept @param {string} step @param {string[]} series */
export const newestOf = (kept, step, series) => kept.findLast((one) => one.step === step && isOf(one, series));

/**
 * The first prediction at a step, made before anything was seen, and the newest of the same series if it was tried again.
 * @param {Prediction[]} kept @param {string} step @returns {{first: Prediction, again: Prediction | null} | null}
 */
export function firstAndAgain(kept, step) {
  const first = kept.find((one) => one.step === step);
  if (!first) return null;
  const last = newestOf(kept, step, first.series);
  return { first, again: last && last !== first ? last : null };
}

/** @param {Prediction} one @param {string[]} series */
const isOf = (one, series) => one.series.join() === series.join();

/** Whether two are the same one. @param {Prediction} one @param {Prediction} other */
const isSame = (one, other) => one.at === other.at && one.step === other.step;

/**
 * The list once what was measured of one of them has been seen; one that was deleted meanwhile does not come back.
 * @param {Prediction[]} kept @param {Prediction} seen @returns {Prediction[]}
 */
export const withMeasured = (kept, seen) => kept.map((one) => (isSame(one, seen) ? seen : one));

/** @param {Prediction[]} kept */
export const formatPredictions = (kept) => JSON.stringify({ version: VERSION, predictions: kept });

/** What an earlier visit kept, or none: another program may have written there. @param {string | null} text @returns {Prediction[]} */
export function parsePredictions(text) {
  if (!text) return [];
  try {
    const found = JSON.parse(text);
    const list = found?.version === VERSION ? found.predictions : found;
    return Array.isArray(list) ? list.filter(isPrediction).map(named) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Series once had numbers as the page's language writes them. @param {Prediction} one @returns {Prediction} */
const named = (one) => ({ ...one, series: one.series.map((name) => name.replace(/(\d),(\d)/, "$1.$2")) });

/** @param {any} one */
function isPrediction(one) {
  const [series, guess, measured] = [one?.series, one?.guess, one?.measured ?? one?.guess];
  const lists = [series, guess, measured];
  if (!lists.every(Array.isArray) || !series.length || lists.some(({ length }) => length !== series.length))
    return false;
  return (
    ["step", "at", "model", "unit"].every((name) => typeof one[name] === "string") &&
    stepNamed(one.step) !== undefined &&
    series.every((/** @type {unknown} */ name) => typeof name === "string") &&
    [...guess, ...measured].every(Number.isFinite)
  );
}
