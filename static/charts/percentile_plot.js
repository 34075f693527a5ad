/** The distribution of a figure over all test images, with one image marked in it. Pure: strings out. */

import { BINS, histogram } from "../core/percentiles.js";

const WIDTH = 200;
const HEIGHT = 40;

/**
 * A histogram of all test images, and this one's place in it.
 * @param {number[]} quantiles @param {number} value @param {string} name for those who can't see it
 * @returns {string} an SVG element
 */
export function percentilePlot(quantiles, value, name) {
  const { low, high, parts } = histogram(quantiles);
  const top = Math.max(...parts);
  const bars = parts.map((part, i) => {
    const tall = (part / top) * (HEIGHT - 6);
    return `<rect x="${(i * WIDTH) / BINS}" y="${(HEIGHT - tall).toFixed(1)}" width="${WIDTH / BINS - 0.8}" height="${tall.toFixed(1)}"/>`;
  });
  const place = Math.min(Math.max(((value - low) / (high - low)) * WIDTH, 2), WIDTH - 2).toFixed(1);
  return `<svg class="standing" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}">${bars.join("")}<path class="mark" d="M${place},0V${HEIGHT}"/></svg>`;
}
