/** Sixteen codes drawn around μ, and the digits that they become; the same draws, in sd of its own codes, in the autoencoder. */

import { imageOf } from "../comparison.js";
import { digitCanvas, paint } from "../pixels.js";
import { SIDES, forBoth } from "../sides.js";
import { format, t } from "../text.js";

/** @typedef {import("../store.js").Side} Side */

export const COUNT = 16;

/**
 * @param {{samples: Record<Side, HTMLElement>, temperature: HTMLInputElement, shown: HTMLElement, reseed: HTMLElement}} elements
 * @param {{store: import("../store.js").Store}} options
 */
export function mountSamples({ samples, temperature, shown, reseed }, { store }) {
  const canvases = forBoth((side) => Array.from({ length: COUNT }, (_, i) => digitCanvas(t("samples.one", { number: i + 1, model: t(side) }))));
  for (const side of SIDES) samples[side].replaceChildren(...canvases[side]);

  function showTemperature() {
    temperature.value = String(store.state.t);
    shown.textContent = format(store.state.t, 1);
  }
  const listening = new AbortController();
  const { signal } = listening;
  temperature.addEventListener("input", () => store.set({ t: Number(temperature.value) }), { signal });
  reseed.addEventListener("click", () => store.set({ seed: store.state.seed + 1 }), { signal });
  const stop = store.listen(["t"], showTemperature);
  showTemperature();

  return {
    /** @param {Record<Side, {pixels: Uint8Array}>} images */
    show(images) {
      for (const side of SIDES) canvases[side].forEach((canvas, i) => paint(canvas, imageOf(images[side], i)));
    },
    unmount() {
      stop();
      listening.abort();
    },
  };
}
