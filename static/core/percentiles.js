/** A figure's percentile among those of the test images, from their quantiles. Pure: no DOM. */

export const BINS = 40;
const CUT = 1; // quantiles left out at either end, half a percent: a single image's loss may be far out

/**
 * What part of the images lies below a value, by interpolation between evenly spaced quantiles.
 * @param {number[]} quantiles ascending @param {number} value @returns {number} 0 to 1
 */
export function below(quantiles, value) {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]) return 0;
  if (value >= quantiles[last]) return 1;
  const after = quantiles.findIndex((quantile) => quantile > value);
  const [low, high] = [quantiles[after - 1], quantiles[after]];
  return (after - 1 + (value - low) / (high - low)) / last;
}

/** How the images are spread: the part of them in each bin. @param {number[]} quantiles */
export function histogram(quantiles) {
  const [low, high] = [quantiles[CUT], quantiles[quantiles.length - 1 - CUT]];
  const edges = Array.from({ length: BINS + 1 }, (_, i) => below(quantiles, low + ((high - low) * i) / BINS));
  return { low, high, parts: edges.slice(1).map((edge, i) => edge - edges[i]) };
}
