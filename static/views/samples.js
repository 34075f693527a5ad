/** Sixteen codes drawn around μ, and the digits that they become. */

import { SIDE, digitCanvas, paint } from "../pixels.js";
import { format, t } from "../text.js";

export const COUNT = 16;
const PIXELS = SIDE * SIDE;

/**
 * @param {{samples: HTMLElement, temperature: HTMLInputElement, shown: HTMLElement, reseed: HTMLElement}} elements
 * @param {{store: import("../store.js").Store}} options
 */
export function mountSamples({ samples, temperature, shown, reseed }, { store }) {
  const canvases = Array.from({ length: COUNT }, (_, i) => digitCanvas(t("samples.one", { number: i + 1 })));
  samples.replaceChildren(...canvases);

  const onInput = () => store.set({ t: Number(temperature.value) });
  const onReseed = () => store.set({ seed: store.state.seed + 1 });
  function showTemperature() {
    temperature.value = String(store.state.t);
    shown.textContent = format(store.state.t, 1);
  }
  temperature.addEventListener("input", onInput);
  reseed.addEventListener("click", onReseed);
  const stop = store.listen(["t"], showTemperature);
  showTemperature();

  return {
    /** @param {Uint8Array} pixels 784 for each sample */
    show: (pixels) => canvases.forEach((canvas, i) => paint(canvas, pixels.subarray(i * PIXELS, (i + 1) * PIXELS))),
    unmount() {
      stop();
      temperature.removeEventListener("input", onInput);
      reseed.removeEventListener("click", onReseed);
      samples.replaceChildren();
    },
  };
}
