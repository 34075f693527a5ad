/** A figure's percentile over the test images, from their quantiles. Pure. */

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
