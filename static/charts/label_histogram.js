/** A bar chart of how often the judge reads each label; of many classes, or long names, the most frequent. */

import { shortened } from "../core/text_format.js";
import { areBrief, nameOf, t } from "../page/text.js";

const WIDTH = 200;
const HEIGHT = 46;
const ROW = 12;
const MOST = 6; // rows
const LONGEST = 14; // letters of a name that a row has room for

/** Of the chart, in its own units, as wide as 200. @param {number} classes */
export const histogramHeight = (classes) => (areBrief(classes) ? HEIGHT : ROW * Math.min(classes, MOST) + 2);

/** An SVG element; empty where nothing was judged. @param {number[]} labels counts of the labels, in order @param {number} top highest in either model */
export function labelHistogram(labels, top) {
  if (!labels.length) return "";
  const name = t("prior.histogram", { counts: written(labels) });
  const size = `0 0 ${WIDTH} ${histogramHeight(labels.length)}`;
  const bars = areBrief(labels.length) ? columns(labels, top) : rows(labels, top);
  const looks = areBrief(labels.length) ? "histogram" : "histogram rows";
  return `<svg class="${looks}" viewBox="${size}" role="img" aria-label="${name}">${bars}</svg>`;
}

/** The counts as text; of many classes those that came. @param {number[]} labels */
export const written = (labels) =>
  labels.flatMap((count, label) => (count || areBrief(labels.length) ? [`${nameOf(label)}: ${count}`] : [])).join(", ");

/** @param {number[]} labels @param {number} top */
function columns(labels, top) {
  const bars = labels.map((count, label) => {
    const high = top > 0 ? (count / top) * 30 : 0;
    return `<rect x="${label * 20 + 3}" y="${(32 - high).toFixed(1)}" width="14" height="${high.toFixed(1)}"/>
      <text x="${label * 20 + 10}" y="44" text-anchor="middle">${nameOf(label)}</text>`;
  });
  return `<path class="grid" d="M0,32.5H200"/>${bars.join("")}`;
}

/** @param {number[]} labels @param {number} top */
function rows(labels, top) {
  const order = labels.map((_, label) => label).sort((a, b) => labels[b] - labels[a]);
  const bars = order.slice(0, MOST).map((label, i) => {
    const long = top > 0 ? (labels[label] / top) * 84 : 0;
    const name = nameOf(label);
    return `<text x="88" y="${i * ROW + 10}" text-anchor="end">${shortened(name, LONGEST)}<title>${name}</title></text>
      <rect x="92" y="${i * ROW + 2}" width="${long.toFixed(1)}" height="8"/>
      <text x="${(95 + long).toFixed(1)}" y="${i * ROW + 10}">${labels[label]}</text>`;
  });
  return bars.join("");
}
