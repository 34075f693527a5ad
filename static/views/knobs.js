/** Knobs that correct the automatic steps from a picture to 28×28. */

import { format } from "../page/text.js";

/** @typedef {import("../core/contract.js").Knobs} Knobs */

/**
 * @param {{
 *   threshold: HTMLInputElement,
 *   thresholdShown: HTMLElement,
 *   thickness: HTMLInputElement,
 *   thicknessShown: HTMLElement,
 *   invert: HTMLInputElement,
 *   automatic: HTMLElement,
 * }} elements
 * @param {{onTurn: (knobs: Partial<Knobs>) => void, onAutomatic: () => void}} options
 */
export function mountKnobs(
  { threshold, thresholdShown, thickness, thicknessShown, invert, automatic },
  { onTurn, onAutomatic },
) {
  function write() {
    thresholdShown.textContent = format(Number(threshold.value), 2);
    thicknessShown.textContent = `${Number(thickness.value) > 0 ? "+" : ""}${format(Number(thickness.value), 2)} px`;
  }
  const listening = new AbortController();
  const { signal } = listening;
  const listen = (/** @type {HTMLInputElement} */ input, /** @type {() => Partial<Knobs>} */ read) =>
    input.addEventListener(
      "input",
      () => {
        write();
        onTurn(read());
      },
      { signal },
    );
  listen(threshold, () => ({ threshold: Number(threshold.value) }));
  listen(thickness, () => ({ thickness: Number(thickness.value) }));
  listen(invert, () => ({ invert: invert.checked }));
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
