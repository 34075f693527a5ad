/** A figure's percentile and histogram over the test images, from their quantiles. Pure. */

export const BINS = 40;
const CUT = 1; // quantiles left out at either end (0.5 %): a single image's loss may be an outlier

/**
 * The fraction of images below a value, interpolated between evenly spaced quantiles; of several that equal it the
 * lowest counts, as equals are not below.
 * @param {number[]} quantiles ascending @param {number} value @returns {number} 0 to 1
 */
export function below(quantiles, value) {
  const last = quantiles.length - 1;
  const after = quantiles.findIndex((quantile) => quantile >= value);
  if (after <= 0) return after ? 1 : 0;
  const [low, high] = [quantiles[after - 1], quantiles[after]];
  return (after - 1 + (value - low) / (high - low)) / last;
}

/** The fraction of images in each of BINS equal bins from low to high. @param {number[]} quantiles ascending */
export function histogram(quantiles) {
  const [low, high] = [quantiles[CUT], quantiles[quantiles.length - 1 - CUT]];
  const edges = Array.from({ length: BINS + 1 }, (_, i) => below(quantiles, low + ((high - low) * i) / BINS));
  return { low, high, parts: edges.slice(1).map((edge, i) => edge - edges[i]) };
}
