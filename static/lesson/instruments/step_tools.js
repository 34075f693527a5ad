/** Another digit, and another length of the step. */

import { gallery } from "./gallery.js";
import { element, slider } from "../element.js";
import { format, t } from "../../page/text.js";

/** @typedef {{index: number, step: number}} Asked a digit of the sample, and how far from it, sd */

const STEPS = { low: 0.02, high: 1, step: 0.02 };

/** @param {import("../steps.js").DigitParts} parts @param {Asked} first what is shown at first @param {(asked: Asked) => void} onAsk */
export function stepTools(parts, first, onAsk) {
  let asked = first;
  const ask = (/** @type {Partial<Asked>} */ patch) => onAsk((asked = { ...asked, ...patch }));
  const words = (/** @type {number} */ step) => t("lesson.sd", { step: format(step, 2) });
  const label = element("label", "step-size", t("lesson.near.step"));
  const input = slider(t("lesson.near.step"), { ...STEPS, value: first.step });
  const shown = element("output", "", words(first.step));
  input.addEventListener("input", () => {
    shown.textContent = words(Number(input.value));
    ask({ step: Number(input.value) });
  });
  label.append(input, shown);
  return [gallery(parts, { picked: first.index, onPick: (index) => ask({ index }) }), label];
}
