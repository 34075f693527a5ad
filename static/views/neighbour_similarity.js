/** A sentence per map: how far one must zoom in until neighbouring images are alike. */

import { short, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Similarity} Similarity */

const ALMOST = 1.5; // times closer: less than one zooms by at once

/** @param {boolean} isDigit @param {number | null} times closer; 1: close enough already; null: no step is */
function said(isDigit, times) {
  if (times === null) return isDigit ? t("alike.digit_never") : t("alike.never");
  if (times === 1) return isDigit ? t("alike.digit_here") : t("alike.here");
  if (times < ALMOST) return isDigit ? t("alike.digit_almost") : t("alike.almost");
  return isDigit ? t("alike.digit", { times: roughly(times) }) : t("alike.closer", { times: roughly(times) });
}

/** Format a number with two significant digits. @param {number} times */
const roughly = (times) => short(Number(times.toPrecision(2)));

/** @param {Record<Side, HTMLElement> & {means: HTMLElement}} elements means: explains what alike means */
export function mountNeighbourSimilarity({ means, ...elements }) {
  return {
    /**
     * @param {Side} side
     * @param {Similarity} found
     * @param {{isDigit: boolean, step: number}} place isDigit: the digit's; step: of neighbouring images, sd
     */
    show(side, { alike, threshold }, { isDigit, step }) {
      const isReached = alike !== null && step <= alike;
      elements[side].textContent = said(isDigit, alike === null ? null : isReached ? 1 : step / alike);
      elements[side].dataset.alike = String(alike);
      elements[side].classList.toggle("reached", isReached);
      means.textContent = t("alike.means", { threshold: short(threshold) });
    },
  };
}
