/**
 * How far a digit's posterior spreads, and images drawn from it: typical σ of a class, mean and spread of pixels. Pure.
 */

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * For each class the median σ of its digits in the sample, on each axis.
 * @param {{label: number, sigma: number[] | null}[]} codes of a VAE
 * @returns {number[][]} by class; empty for one without digits
 */
export function typicalSigmas(codes) {
  return Array.from({ length: 10 }, (_, label) => {
    const sigmas = codes.flatMap(({ label: own, sigma }) => (own === label && sigma ? [sigma] : []));
    return (sigmas[0] ?? []).map((_, axis) => median(sigmas.map((sigma) => sigma[axis])));
  });
}

/**
 * Mean and standard deviation of each pixel over images.
 * @param {Uint8Array} pixels of n images, one after the other @param {number} size pixels of one
 * @returns {{mean: Uint8Array, deviation: Float64Array}} deviation in grey levels
 */
export function pixelwise(pixels, size) {
  const n = pixels.length / size;
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  pixels.forEach((value, i) => {
    mean[i % size] += value / n;
    square[i % size] += (value * value) / n;
  });
  return {
    mean: Uint8Array.from(mean, Math.round),
    deviation: mean.map((value, i) => Math.sqrt(Math.max(square[i] - value * value, 0))),
  };
}
