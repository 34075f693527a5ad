/** A slider for each point of a drawn curve, for keys and screen readers. */

import { element, slider } from "../element.js";
import { format, t } from "../../page/text.js";

const STEPS = 100; // from one end of the scale to the other

/**
 * @param {import("./curve.js").Axes} axes
 * @param {{onFocus: (s: number) => void, onInput: (s: number, i: number, value: number) => void}} on
 */
export function mountPoints({ series, places, low, high, decimals, unit }, { onFocus, onInput }) {
  const box = element("div", "unseen-sliders");
  const inputs = series.map(({ name }, s) =>
    places.map((place, i) => {
      const input = slider(t("lesson.point", { name, place }), { low, high, step: (high - low) / STEPS });
      input.className = "unseen";
      input.addEventListener("focus", () => onFocus(s));
      input.addEventListener("input", () => onInput(s, i, Number(input.value)));
      return input;
    }),
  );
  box.append(...inputs.flat());
  return {
    box,
    /** @param {number} s @param {number} i @param {number} value */
    show(s, i, value) {
      inputs[s][i].value = String(value);
      inputs[s][i].setAttribute("aria-valuetext", `${format(value, decimals)} ${unit}`);
    },
    lock() {
      for (const input of inputs.flat()) input.disabled = true;
    },
  };
}
