/** Sixteen codes drawn around μ, and the digits that they become; the same draws, in sd of its own codes, in the autoencoder. */

import { imageOf } from "../comparison.js";
import { SIDES, forBoth } from "../sides.js";
import { nextSeed } from "../store.js";
import { format, t } from "../text.js";
import { createCell } from "./cell.js";
import { verdict } from "./verdict.js";

/** @typedef {import("../store.js").Side} Side */

export const COUNT = 16;

/**
 * @param {{samples: Record<Side, HTMLElement>, told: Record<Side, HTMLElement>, temperature: HTMLInputElement, shown: HTMLElement, reseed: HTMLElement}} elements
 * @param {{store: import("../store.js").Store}} options
 */
export function mountSamples({ samples, told, temperature, shown, reseed }, { store }) {
  const cells = forBoth(() => Array.from({ length: COUNT }, createCell));
  for (const side of SIDES) samples[side].replaceChildren(...cells[side].map(({ box }) => box));

  function showTemperature() {
    temperature.value = String(store.state.t);
    shown.textContent = format(store.state.t, 1);
  }
  const listening = new AbortController();
  const { signal } = listening;
  temperature.addEventListener("input", () => store.set({ t: Number(temperature.value) }), { signal });
  reseed.addEventListener("click", () => store.set({ seed: nextSeed(store.state.seed) }), { signal });
  const stop = store.listen(["t"], showTemperature);
  showTemperature();

  return {
    /** @param {Record<Side, import("../comparison.js").Comparison>} found μ first @param {number | null} digit what the judge reads in the digit at hand */
    show(found, digit) {
      for (const side of SIDES) {
        const [middle, ...labels] = found[side].label;
        cells[side].forEach((cell, i) => {
          const [label, name] = [labels[i], t("samples.one", { number: i + 1, model: t(side), label: labels[i] })];
          cell.show(imageOf(found[side], i + 1), { label, lost: label !== middle, name });
        });
        told[side].innerHTML = verdict("samples", found[side], digit);
      }
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}
