/** A sentence per map: how far one must zoom in until neighbouring images are alike, with a button that does so. */

import { forBoth } from "../core/sides.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Similarity} Similarity */
/** @typedef {{isDigit: boolean, step: number, isDeepest: boolean}} Place isDigit: the digit's; step: of neighbouring images, sd */

const ALMOST = 1.5; // times closer: less than one zooms by at once

/**
 * The key of what is said.
 * @param {Place} place @param {number | null} times closer; 1: close enough already; null: no step is
 */
function keyOf({ isDigit, isDeepest }, times) {
  if (times === null) return isDigit ? "alike.digit_never" : "alike.never";
  if (times === 1) return isDigit ? "alike.digit_here" : "alike.here";
  if (times < ALMOST) return isDigit ? "alike.digit_almost" : "alike.almost";
  if (isDeepest) return isDigit ? "alike.digit_deepest" : "alike.deepest";
  return isDigit ? "alike.digit" : "alike.closer";
}

/** Format a number with two significant digits. @param {number} times */
const roughly = (times) => short(Number(times.toPrecision(2)));

/**
 * @param {Record<Side, HTMLElement> & {means: HTMLElement}} elements means: explains what alike means
 * @param {(side: Side) => void} onZoom called to zoom in as far as is said
 */
export function mountNeighbourSimilarity({ means, ...elements }, onZoom) {
  // The button is made once: one that took another's place would lose the focus.
  const parts = forBoth((side) => {
    const button = document.createElement("button");
    button.type = "button";
    button.hidden = true;
    button.addEventListener("click", () => onZoom(side));
    const [before, after] = ["", ""].map((text) => document.createTextNode(text));
    elements[side].replaceChildren(before, button, after);
    return { before, button, after };
  });

  return {
    /** @param {Side} side @param {Similarity} found @param {Place} place */
    show(side, { alike, threshold }, place) {
      const isReached = alike !== null && place.step <= alike;
      const times = alike === null ? null : isReached ? 1 : place.step / alike;
      const values = { times: roughly(times ?? 1), zoom: t("alike.zoom", { times: roughly(times ?? 1) }) };
      const sentence = t(keyOf(place, times), values);
      const [before, after] = sentence.split(values.zoom);
      const said = parts[side];
      Object.assign(said.before, { data: before });
      Object.assign(said.button, { textContent: values.zoom, hidden: after === undefined });
      said.button.setAttribute("aria-label", t("alike.zoom_name", { model: t(side), zoom: values.zoom }));
      Object.assign(said.after, { data: after ?? "" });
      elements[side].dataset.alike = String(alike);
      elements[side].classList.toggle("reached", isReached);
      means.textContent = t("alike.means", { threshold: short(threshold) });
    },
  };
}
