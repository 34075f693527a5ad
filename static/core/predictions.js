/** What a visitor predicted, and what was measured: kept in this browser, and as a table. Pure. */

/**
 * @typedef {{
 *   step: string,
 *   at: string,
 *   model: string,
 *   unit: string,
 *   series: string[],
 *   guess: number[],
 *   measured: number[],
 * }} Prediction at: ISO 8601; model: id of the VAE on show; series: what each number is of; all three of one length
 */

/** @param {Prediction[]} kept @returns {import("./csv.js").Table} */
export const predictionsTable = (kept) => ({
  header: ["time (UTC)", "step", "model", "predicted of", "unit", "prediction", "measured"],
  rows: kept.flatMap(({ step, at, model, unit, series, guess, measured }) =>
    series.map((name, i) => [at, step, model, name, unit, guess[i], measured[i]]),
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

/** What an earlier visit kept, or none: another program may have written there. @param {string | null} text @returns {Prediction[]} */
export function parsePredictions(text) {
  if (!text) return [];
  try {
    const found = JSON.parse(text);
    return Array.isArray(found) ? found.filter(isPrediction) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** @param {any} one */
function isPrediction(one) {
  const lists = [one?.series, one?.guess, one?.measured];
  if (!lists.every(Array.isArray) || new Set(lists.map(({ length }) => length)).size !== 1) return false;
  return (
    ["step", "at", "model", "unit"].every((name) => typeof one[name] === "string") &&
    [...one.guess, ...one.measured].every(Number.isFinite)
  );
}
