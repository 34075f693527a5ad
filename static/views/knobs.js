/** Knobs that correct the automatic steps from a picture to a digit. */

import { format } from "../page/text.js";

/** @typedef {import("../core/contract.js").Knobs} Knobs */

/**
 * @param {{
 *   threshold: HTMLInputElement,
 *   thresholdShown: HTMLElement,
 *   thickness: HTMLInputElement,
 *   thicknessShown: HTMLElement,
 *   invert: HTMLInputElement,
 *   turn: HTMLElement,
 *   mirror: HTMLElement,
 *   automatic: HTMLElement,
 * }} elements
 * @param {{
 *   onSet: (knobs: Partial<Knobs>) => void,
 *   onTurn: (turn: import("../core/contract.js").Turn) => void,
 *   onAutomatic: () => void,
 * }} options
 */
export function mountKnobs(
  { threshold, thresholdShown, thickness, thicknessShown, invert, turn, mirror, automatic },
  { onSet, onTurn, onAutomatic },
) {
  function write() {
    thresholdShown.textContent = format(Number(threshold.value), 2);
    thicknessShown.textContent = `${Number(thickness.value) > 0 ? "+" : ""}${format(Number(thickness.value), 2)} px`;
    threshold.setAttribute("aria-valuetext", thresholdShown.textContent);
    thickness.setAttribute("aria-valuetext", thicknessShown.textContent);
  }
  const listening = new AbortController();
  const { signal } = listening;
  const listen = (/** @type {HTMLInputElement} */ input, /** @type {() => Partial<Knobs>} */ read) =>
    input.addEventListener(
      "input",
      () => {
        write();
        onSet(read());
      },
      { signal },
    );
  listen(threshold, () => ({ threshold: Number(threshold.value) }));
  listen(thickness, () => ({ thickness: Number(thickness.value) }));
  listen(invert, () => ({ invert: invert.checked }));
  turn.addEventListener("click", () => onTurn({ turn: 1, mirror: false }), { signal });
  mirror.addEventListener("click", () => onTurn({ turn: 0, mirror: true }), { signal });
  automatic.addEventListener("click", onAutomatic, { signal });

  return {
    /** @param {Knobs} knobs @param {number} found the threshold that the server found, shown if none is set */
    show(knobs, found) {
      threshold.value = String(knobs.threshold ?? found);
      thickness.value = String(knobs.thickness);
      invert.checked = knobs.invert;
      write();
    },
    unmount: () => listening.abort(),
  };
}
