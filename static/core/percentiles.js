/** Where a figure stands among those of the test images, from their quantiles. Pure: numbers, and strings out. */

const WIDTH = 200;
const HEIGHT = 40;
const BINS = 40;
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

/**
 * The spread of all test images, and this one's place in it.
 * @param {number[]} quantiles @param {number} value @param {string} name for those who can't see it
 * @returns {string} an SVG element
 */
export function standingPlot(quantiles, value, name) {
  const { low, high, parts } = histogram(quantiles);
  const top = Math.max(...parts);
  const bars = parts.map((part, i) => {
    const tall = (part / top) * (HEIGHT - 6);
    return `<rect x="${(i * WIDTH) / BINS}" y="${(HEIGHT - tall).toFixed(1)}" width="${WIDTH / BINS - 0.8}" height="${tall.toFixed(1)}"/>`;
  });
  const place = Math.min(Math.max(((value - low) / (high - low)) * WIDTH, 2), WIDTH - 2).toFixed(1);
  return `<svg class="standing" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}">${bars.join("")}<path class="mark" d="M${place},0V${HEIGHT}"/></svg>`;
}
