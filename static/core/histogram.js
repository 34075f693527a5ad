/** Of the test images' figures, from their quantiles: how many lie where. Pure. */

import { below } from "./percentiles.js";

export const BINS = 40;
const CUT = 1; // quantiles left out at either end (0.5 %): a single image's loss may be an outlier

/** How many of a few images are below a value of this percentile, as `below` gives it from their quantiles. @param {number} rank @param {number} images */
export const countBelow = (rank, images) => (rank >= 100 ? images : Math.ceil((rank / 100) * (images - 1)));

/** The fraction of images in each of BINS equal bins from low to high. @param {number[]} quantiles ascending */
export function histogram(quantiles) {
  const [low, high] = [quantiles[CUT], quantiles[quantiles.length - 1 - CUT]];
  const edges = Array.from({ length: BINS + 1 }, (_, i) => below(quantiles, low + ((high - low) * i) / BINS));
  return { low, high, parts: edges.slice(1).map((edge, i) => edge - edges[i]) };
}
