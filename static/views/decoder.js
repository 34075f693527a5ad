/** The decoder's panel: sliders for the active model's z, and the image that they become. */

import { paint } from "../pixels.js";
import { format, t } from "../text.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../api.js").Model} Model */

const STEPS = 2000;

/**
 * @param {{sliders: HTMLElement, decoded: HTMLCanvasElement, switches: NodeListOf<HTMLInputElement>, spoken: HTMLElement}} elements
 * @param {{models: Record<Side, Model>, store: Store, onMove: (z: number[]) => void}} options
 */
export function mountDecoder({ sliders, decoded, switches, spoken }, { models, store, onMove }) {
  /** @type {{pixels: Uint8Array, z: number[]} | undefined} */
  let next;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const rows = Array.from({ length: models.vae.latent_dim }, (_, axis) => sliderRow(axis));
  sliders.replaceChildren(...rows.map(({ row }) => row));
  rows.forEach(({ input }) => input.addEventListener("input", () => onMove(rows.map((r) => Number(r.input.value)))));

  function sliderRow(/** @type {number} */ axis) {
    const row = document.createElement("label");
    row.className = "slider";
    const name = document.createElement("span");
    name.innerHTML = `<math><msub><mi>z</mi><mn>${axis}</mn></msub></math>`;
    const input = Object.assign(document.createElement("input"), { type: "range" });
    input.dataset.z = String(axis);
    input.setAttribute("aria-label", t("decoder.slider", { axis }));
    const output = document.createElement("output");
    row.append(name, input, output);
    return { row, input, output };
  }

  function showRange() {
    const { center, half_width: half } = models[store.state.active].extent;
    rows.forEach(({ input }, axis) => {
      const middle = center[axis] ?? 0;
      Object.assign(input, { min: String(middle - half), max: String(middle + half), step: String(half / STEPS) });
    });
    switches.forEach((input) => (input.checked = input.value === store.state.active));
    document.body.dataset.active = store.state.active;
  }

  function showValues() {
    const z = store.state[store.state.active] ?? models[store.state.active].extent.center;
    rows.forEach(({ input, output }, axis) => {
      input.value = String(z[axis]);
      output.textContent = format(z[axis], 3);
    });
  }

  function frame() {
    if (!next) return;
    paint(decoded, next.pixels);
    decoded.dataset.z = next.z.join(",");
    const sentence = t("decoder.image", { z: next.z.map((v) => format(v, 2)).join("; ") });
    decoded.setAttribute("aria-label", sentence);
    next = undefined;
    // Spoken only once the hand rests: nobody can listen to sixty sentences a second.
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = sentence), 700);
  }

  switches.forEach((input) => input.addEventListener("change", () => store.set({ active: /** @type {Side} */ (input.value) })));
  const stops = [
    store.listen(["active"], showRange),
    store.listen(["active", "ae", "vae"], showValues),
  ];
  showRange();
  showValues();

  return {
    /** Paint a decoded image at the next frame of the screen. @param {Uint8Array} pixels @param {number[]} z */
    show(pixels, z) {
      if (!next) requestAnimationFrame(frame);
      next = { pixels, z };
    },
    unmount() {
      stops.forEach((stop) => stop());
      clearTimeout(pause);
      sliders.replaceChildren();
    },
  };
}
