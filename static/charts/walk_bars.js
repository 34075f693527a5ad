/** A bar chart of how much the image changes at each step of a walk. */

import { STEPS } from "../core/paths.js";
import { shortened } from "../core/text_format.js";
import { nameOf } from "../page/text.js";

/** @typedef {import("../core/comparison.js").Comparison} Comparison */

export const WIDTH = 320;
export const HEIGHT = 46;
const LABEL = 9; // width of a label, at least
const LETTER = 6; // width of one of its letters, at most
const LONGEST = 20; // letters of one

/**
 * An SVG element's content: a bar per step, dark where the label changes, and the labels below.
 * @param {Comparison} found @param {number} top the largest step in either model
 */
export function walkBars({ step, label }, top) {
  const wide = WIDTH / STEPS;
  const bars = step.slice(1).map((length, i) => {
    const high = top > 0 ? Math.max((length / top) * HEIGHT, 0.5) : 0.5;
    const turns = label[i + 1] !== label[i];
    return `<rect class="${turns ? "turn" : "stays"}" x="${(i * wide + 0.8).toFixed(1)}" y="${(HEIGHT - high).toFixed(1)}" width="${(wide - 1.6).toFixed(1)}" height="${high.toFixed(1)}"/>`;
  });
  const starts = label.flatMap((one, i) => (i === 0 || one !== label[i - 1] ? [i] : []));
  let written = 0; // where the last label ends; one without room is left out, its dark bar remains
  const texts = starts.map((start, i) => {
    const end = starts[i + 1] ?? label.length;
    const name = shortened(nameOf(label[start]), LONGEST);
    const half = Math.max(LABEL, LETTER * name.length) / 2;
    const x = Math.min(Math.max(((start + end - 1) / 2) * wide, half), WIDTH - half);
    if (x - half < written) return "";
    written = x + half;
    return `<text x="${x.toFixed(1)}" y="${HEIGHT + 13}" text-anchor="middle">${name}</text>`;
  });
  return `<path class="here-line"/>${bars.join("")}${texts.join("")}`;
}
