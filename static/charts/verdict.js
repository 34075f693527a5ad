/** The verdict on the images around a digit: how many keep its label, and whether its reconstruction does. */

import { isJudged, neighbours } from "../core/comparison.js";
import { format, t } from "../page/text.js";
import { shownSides } from "../page/shown_sides.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/comparison.js").Comparison} Comparison */
/** @typedef {"ring" | "samples"} What the images are: neighbours, or draws */

/**
 * Whether the judge reads the image in the middle as another digit: the label that is kept around it is then wrong.
 * @param {Comparison} found @param {number | null} digit what the judge reads in the current digit
 * @returns {digit is number}
 */
export const isGone = ({ label: [middle] }, digit) => digit !== null && middle !== digit;

/** Whether every image is read as the digit. @param {Comparison} found @param {number | null} digit */
export const keepsAll = (found, digit) => !isGone(found, digit) && neighbours(found).kept === neighbours(found).count;

/**
 * The verdict on one model, as HTML.
 * @param {What} what @param {Comparison} found @param {number | null} digit
 */
export function verdict(what, found, digit) {
  const { label, kept, count, changed } = neighbours(found);
  const percent = changed > 0 && changed < 0.0005 ? `&lt;${format(0.1, 1)}` : format(100 * changed, 1);
  if (!isJudged(found)) return t("verdict.changed", { percent });
  if (isGone(found, digit)) {
    return `<b class="count gone">${t("verdict.gone", { label: digit })}</b> ${t("verdict.rebuilt", { label })}
      <span class="note">${t(`around.${what}`, { kept, count, label })}</span>`;
  }
  return `<b class="count">${t("verdict.count", { kept, count })}</b> ${t(`still.${what}`, { label })}
    <span class="note">${t("verdict.changed", { percent })}</span>`;
}

/**
 * The verdict on both models, for screen readers.
 * @param {What} what @param {Record<Side, Comparison>} found @param {number | null} digit
 */
export function sentence(what, found, digit) {
  const of = (/** @type {Side} */ side) => {
    const { label, kept, count, changed } = neighbours(found[side]);
    const unread = t("verdict.changed", { percent: format(100 * changed, 1) });
    if (!isJudged(found[side])) return `${t(`${side}.short`)}: ${unread}`;
    const told = `${t("verdict.count", { kept, count })} ${t(`still.${what}`, { label })}`;
    return `${t(`${side}.short`)}: ${isGone(found[side], digit) ? `${t("verdict.gone", { label: digit })}. ` : ""}${told}`;
  };
  return shownSides().reverse().map(of).join(" ");
}
