/** A slider for each point of a drawn curve, for keys and screen readers. */

import { element, slider } from "../element.js";
import { format, t } from "../../page/text.js";

const STEPS = 100; // from one end of the scale to the other

/**
 * @param {import("./curve.js").Axes} axes
 * @param {{
 *   onFocus: (s: number, i: number) => void,
 *   onBlur: () => void,
 *   onInput: (s: number, i: number, value: number) => void,
 * }} on
 */
export function mountPoints({ series, places, spoken, low, high, decimals, unit }, { onFocus, onBlur, onInput }) {
  const box = element("div", "unseen-sliders");
  const inputs = series.map(({ name }, s) =>
    places.map((place, i) => {
      const input = slider(spoken(name, place), { low, high, step: (high - low) / STEPS });
      input.className = "unseen";
      input.setAttribute("aria-valuetext", t("lesson.not_placed"));
      input.addEventListener("focus", () => onFocus(s, i));
      input.addEventListener("blur", onBlur);
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

/**
 * What is predicted and measured at each point, in words for those who don't see the plot.
 * @param {import("./curve.js").Axes} axes @param {number[] | null} guess @param {number[]} measured
 */
export function toldCurves({ series, places, spoken, decimals }, guess, measured) {
  const list = element("ul", "unseen");
  measured.forEach((value, n) => {
    const of = spoken(series[Math.floor(n / places.length)].name, places[n % places.length]);
    const own = guess ? `${t("lesson.you", { guess: format(guess[n], decimals) })}; ` : "";
    list.append(element("li", "", `${of}: ${own}${t("lesson.measured")} ${format(value, decimals + 1)}`));
  });
  return list;
}
