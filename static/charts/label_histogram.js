/** A bar chart of how often the judge reads each label. */

import { t } from "../page/text.js";

/** An SVG element. @param {number[]} labels counts of the labels 0 to 9 @param {number} top highest in either model */
export function labelHistogram(labels, top) {
  const bars = labels.map((count, label) => {
    const high = top > 0 ? (count / top) * 30 : 0;
    return `<rect x="${label * 20 + 3}" y="${(32 - high).toFixed(1)}" width="14" height="${high.toFixed(1)}"/>
      <text x="${label * 20 + 10}" y="44" text-anchor="middle">${label}</text>`;
  });
  const name = t("prior.histogram", { counts: labels.map((count, label) => `${label}: ${count}`).join(", ") });
  return `<svg class="histogram" viewBox="0 0 200 46" role="img" aria-label="${name}"><path class="grid" d="M0,32.5H200"/>${bars.join("")}</svg>`;
}
