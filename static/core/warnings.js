/** What is odd about a digit in a model, as app/inference/encoding.py has it. Pure. */

const UNLIKE_ERROR = 99.5, // percentiles from which a digit is called unlike almost all
  UNLIKE_FEATURES = 99;
const SURE = 0.5, // the judge's probability of its label, and its lead, below which it is unsure
  APART = 0.2;

/**
 * As catalogue codes, one at most.
 * @param {Pick<import("./contract.js").ImageFacts, "judge" | "feature_percentile">} image
 * @param {{relative_error: number}} percentile
 */
export function warningsOf({ judge, feature_percentile: farther }, { relative_error: error }) {
  if (error >= UNLIKE_ERROR || (farther ?? 0) >= UNLIKE_FEATURES) return ["unlike_digits"];
  if (!judge) return [];
  const [second, first] = [...judge.probabilities].sort((a, b) => a - b).slice(-2);
  return first < SURE || first - second < APART ? ["unsure"] : [];
}
