/** A histogram of a figure over the test images, with one image marked. Pure. */

import { BINS, histogram } from "../core/histogram.js";

const WIDTH = 200;
const HEIGHT = 40;

/**
 * The histogram that the quantiles imply, with a mark at a value.
 * @param {number[]} quantiles ascending @param {number} value @param {string} name for screen readers
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
