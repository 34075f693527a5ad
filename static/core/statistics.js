/** Statistics of posteriors, and of images drawn from them. Pure. */

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The median σ of the sample's images, by class and axis.
 * @param {{label: number | null, sigma: number[] | null}[]} codes of a VAE
 * @returns {number[][]} empty for a class without images
 */
export function typicalSigmas(codes) {
  const classes = Math.max(...codes.map(({ label }) => label ?? -1)) + 1;
  return Array.from({ length: classes }, (_, label) => {
    const sigmas = codes.flatMap(({ label: own, sigma }) => (own === label && sigma ? [sigma] : []));
    return (sigmas[0] ?? []).map((_, axis) => median(sigmas.map((sigma) => sigma[axis])));
  });
}

/**
 * The standard deviation on each axis of all posteriors together, whose mixture the prior N(0, I) is held against.
 * @param {{mu: number[], sigma: number[] | null}[]} codes of a VAE, not empty @returns {number[]}
 */
export function widths(codes) {
  return codes[0].mu.map((_, axis) => {
    const middle = mean(codes.map(({ mu }) => mu[axis]));
    return Math.sqrt(mean(codes.map(({ mu, sigma }) => (mu[axis] - middle) ** 2 + (sigma?.[axis] ?? 0) ** 2)));
  });
}

/**
 * Mean and standard deviation of each pixel over images.
 * @param {Uint8Array} pixels of n images, one after the other @param {number} size pixels per image
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
