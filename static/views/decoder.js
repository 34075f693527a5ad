/** The decoder's panel: sliders for the active model's z, and the image that they become. */

import { paint } from "../pixels.js";
import { format, indexed, t } from "../text.js";

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../store.js").Side} Side */
/** @typedef {import("../api.js").Model} Model */

/**
 * @param {{sliders: HTMLElement, decoded: HTMLCanvasElement, switches: NodeListOf<HTMLInputElement>, spoken: HTMLElement}} elements
 * @param {{models: Record<Side, Model>, store: Store,
 *   onMove: (z: number[]) => void, onSwitch: (side: Side) => void}} options
 */
export function mountDecoder({ sliders, decoded, switches, spoken }, { models, store, onMove, onSwitch }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const rows = Array.from({ length: models.vae.latent_dim }, (_, axis) => sliderRow(axis));
  sliders.replaceChildren(...rows.map(({ row }) => row));
  rows.forEach(({ input }, axis) => input.addEventListener("input", () => onMove(current().with(axis, Number(input.value)))));
  /** What each model's sliders span: what its map shows. @type {Record<Side, [number, number][]>} */
  const spans = { ae: worldSpans(models.ae), vae: worldSpans(models.vae) };

  const current = () => store.state[store.state.active] ?? models[store.state.active].extent.center;

  function sliderRow(/** @type {number} */ axis) {
    const row = document.createElement("label");
    row.className = "slider";
    const name = document.createElement("span");
    name.innerHTML = indexed("z", axis);
    const input = Object.assign(document.createElement("input"), { type: "range", step: "any" });
    input.dataset.z = String(axis);
    input.setAttribute("aria-label", t("decoder.slider", { axis }));
    const output = document.createElement("output");
    row.append(name, input, output);
    return { row, input, output };
  }

  function showSwitch() {
    switches.forEach((input) => (input.checked = input.value === store.state.active));
    document.body.dataset.active = store.state.active;
  }

  function showValues() {
    const z = current();
    rows.forEach(({ input, output }, axis) => {
      const [low, high] = spans[store.state.active][axis];
      // A z beyond what the map shows is still a place that the slider can be at.
      set(input, { min: String(Math.min(low, z[axis])), max: String(Math.max(high, z[axis])), value: String(z[axis]) });
      output.textContent = format(z[axis], 3);
    });
  }

  /** Show a decoded image. @param {Uint8Array} pixels @param {number[]} z */
  function show(pixels, z) {
    paint(decoded, pixels);
    decoded.dataset.z = z.join(",");
    const sentence = t("decoder.image", { z: z.map((v) => format(v, 2)).join("; ") });
    decoded.setAttribute("aria-label", sentence);
    // Spoken only once the hand rests: nobody can listen to sixty sentences a second.
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = sentence), 700);
  }

  const listening = new AbortController();
  const { signal } = listening;
  switches.forEach((input) => input.addEventListener("change", () => onSwitch(/** @type {Side} */ (input.value)), { signal }));
  const stops = [
    store.listen(["active"], showSwitch),
    store.listen(["active", "ae", "vae"], showValues),
  ];
  showSwitch();
  showValues();

  return {
    show,
    /** Let the sliders of a model span what its map shows. @param {Side} side @param {[number, number][]} shown */
    span(side, shown) {
      spans[side] = spans[side].map((whole, axis) => shown[axis] ?? whole);
      if (side === store.state.active) showValues();
    },
    unmount() {
      stops.forEach((stop) => stop());
      listening.abort();
      clearTimeout(pause);
      sliders.replaceChildren();
    },
  };
}

/** Set what differs: a slider lays itself out anew at each of them. @param {HTMLInputElement} input @param {Record<"min" | "max" | "value", string>} wanted */
function set(input, wanted) {
  for (const key of /** @type {("min" | "max" | "value")[]} */ (Object.keys(wanted))) if (input[key] !== wanted[key]) input[key] = wanted[key];
}

/** The whole extent on each axis of a model. @param {Model} model @returns {[number, number][]} */
function worldSpans({ extent: { center, half_width: half }, latent_dim }) {
  return Array.from({ length: latent_dim }, (_, axis) => [(center[axis] ?? 0) - half, (center[axis] ?? 0) + half]);
}
