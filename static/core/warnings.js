/** What is odd about a digit in a model, as app/inference/encoding.py has it. Pure. */

const UNLIKE_ERROR = 99.5, // percentiles from which a digit is called unlike almost all
  UNLIKE_FEATURES = 99;
const SURE = 0.5, // the judge's probability of its label, and its lead, below which it is unsure
  APART = 0.2;

/** @typedef {Pick<import("./contract.js").ImageFacts, "judge" | "feature_percentile">} Image */
/** @typedef {Partial<import("./contract.js").Percentiles> & {relative_error: number}} Percentiles */

/**
 * Of the loss that a model was trained on, which counts where nobody reads the digit: a picture of other things may be
 * rebuilt with a small relative error, and yet be less likely than any test image. Null: it is not known, or doesn't count.
 * @param {Image} image @param {Percentiles} percentile
 */
export const lossRank = ({ judge }, { reconstruction, negative_elbo }) =>
  judge ? null : (negative_elbo ?? reconstruction ?? null);

/**
 * As catalogue codes, one at most.
 * @param {Image} image @param {Percentiles} percentile
 */
export function warningsOf(image, percentile) {
  const { judge, feature_percentile: farther } = image;
  const error = Math.max(percentile.relative_error, lossRank(image, percentile) ?? 0);
  if (error >= UNLIKE_ERROR || (farther ?? 0) >= UNLIKE_FEATURES) return ["unlike_digits"];
  if (!judge) return [];
  const [second, first] = [...judge.probabilities].sort((a, b) => a - b).slice(-2);
  return first < SURE || first - second < APART ? ["unsure"] : [];
}
