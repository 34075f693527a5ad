/** A prediction as places on a scale: one marker for each model, or one alone; afterwards, the gaps to what was measured. */

import { element } from "../element.js";
import { mountMarker } from "./marker.js";
import { bothModels } from "./series.js";
import { t } from "../../page/text.js";

/**
 * @typedef {{
 *   low: number,
 *   high: number,
 *   step: number,
 *   decimals: number,
 *   unit: string,
 *   suffix?: string,
 * }} Scale unit: for tables; suffix: of what is shown
 * @typedef {Partial<Scale> & {
 *   unit: string,
 *   series?: import("./series.js").Series[],
 *   ends?: string[],
 *   note?: string,
 *   onChange: () => void,
 * }} Asked by default both models, of a hundred; ends: what its ends mean; note: over what is measured
 */

const OF_HUNDRED = { low: 0, high: 100, step: 1, decimals: 0 };

/** @param {HTMLElement} desk @param {Asked} asked @returns {import("../steps.js").Control} */
export function mountMarkers(desk, { series = bothModels(), ends = noneToAll(), note = "", onChange, ...asked }) {
  const scale = { ...OF_HUNDRED, ...asked };
  const markers = series.map((one) => mountMarker(one, scale, onChange));
  desk.replaceChildren(...markers.map(({ row }) => row), endsOf(ends), element("p", "note measured-over", note));
  return {
    series: series.map(({ id }) => id),
    unit: scale.unit,
    value() {
      const values = markers.map(({ value }) => value());
      return values.every((one) => one !== null) ? /** @type {number[]} */ (values) : null;
    },
    fits: (values) => values.every((value) => value >= scale.low && value <= scale.high),
    set: (values) => markers.forEach(({ set }, i) => set(values[i])),
    lock: () => markers.forEach(({ lock }) => lock()),
    show: (measured) => markers.forEach(({ show }, i) => show(measured[i])),
  };
}

const noneToAll = () => [t("lesson.none"), t("lesson.all", { count: OF_HUNDRED.high })];

/** @param {string[]} ends */
function endsOf(ends) {
  const box = element("p", "ends");
  box.append(...ends.map((end) => element("span", "", end)));
  return box;
}
