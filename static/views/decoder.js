/** The decoder's panel: sliders for the active model's z, and both models' decoded images. */

import { paint } from "../charts/digit_image.js";
import { SIDES, otherSide } from "../core/sides.js";
import { beyond } from "../core/viewport.js";
import { listenToRange } from "../page/early_range.js";
import { format, t } from "../page/text.js";
import { decimalsFor, indexed } from "../core/text_format.js";

/** @typedef {import("../core/store.js").Store} Store */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").Model} Model */

/**
 * @param {{
 *   sliders: HTMLElement,
 *   decoded: HTMLCanvasElement,
 *   twin: HTMLCanvasElement,
 *   twinName: HTMLElement,
 *   switches: NodeListOf<HTMLInputElement>,
 * }} elements
 * @param {{
 *   models: Record<Side, Model>,
 *   store: Store,
 *   onMove: (z: number[]) => void,
 *   onSwitch: (side: Side) => void,
 * }} options
 */
export function mountDecoder({ sliders, decoded, twin, twinName, switches }, { models, store, onMove, onSwitch }) {
  const rows = Array.from({ length: models.vae.latent_dim }, (_, axis) => sliderRow(axis));
  sliders.replaceChildren(...rows.map(({ row }) => row));
  const listening = new AbortController();
  const { signal } = listening;
  rows.forEach(({ input }, axis) => listenToRange(input, (value) => onMove(current().with(axis, value)), signal));
  /** The range of each model's sliders: what its map shows. @type {Record<Side, [number, number][]>} */
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
    output.setAttribute("aria-live", "off"); // the slider itself says its value
    row.append(name, input, output);
    return { row, input, output };
  }

  function showSwitch() {
    const { active } = store.state;
    switches.forEach((input) => (input.checked = input.value === active));
    document.body.dataset.active = active;
    twinName.textContent = t(`${otherSide(active)}.abbr`);
    for (const side of SIDES) showImage(side);
  }

  function showValues() {
    const z = current();
    rows.forEach(({ row, input, output }, axis) => {
      const [low, high] = spans[store.state.active][axis];
      const value = format(z[axis], decimalsFor(high - low));
      const side = beyond(z[axis], [low, high]);
      row.dataset.beyond = side;
      output.title = side && t("decoder.beyond", { value });
      // Widen the range for a z beyond what the map shows.
      set(input, { min: String(Math.min(low, z[axis])), max: String(Math.max(high, z[axis])), value: String(z[axis]) });
      output.textContent = format(z[axis], 3);
      input.setAttribute("aria-valuetext", output.title || value);
    });
  }

  /** The newest image of each model. @type {Partial<Record<Side, {pixels: Uint8Array, z: number[]}>>} */
  const images = {};

  function showImage(/** @type {Side} */ side) {
    const image = images[side];
    if (!image) return;
    const { pixels, z } = image;
    const isActive = side === store.state.active;
    const canvas = isActive ? decoded : twin;
    paint(canvas, pixels);
    canvas.dataset.z = z.join(",");
    const place = z.map((v) => format(v, 2)).join("; ");
    const sentence = isActive ? t("decoder.image", { z: place }) : t("decoder.twin", { model: t(side), z: place });
    canvas.setAttribute("aria-label", sentence);
  }

  switches.forEach((input) =>
    input.addEventListener("change", () => onSwitch(/** @type {Side} */ (input.value)), { signal }),
  );
  const stops = [store.listen(["active"], showSwitch), store.listen(["active", "ae", "vae"], showValues)];
  showSwitch();
  showValues();

  return {
    /** Show a decoded image. @param {Side} side @param {Uint8Array} pixels @param {number[]} z */
    show(side, pixels, z) {
      images[side] = { pixels, z };
      showImage(side);
    },
    shown: () => images,
    /** Set the sliders' range to what a map shows. @param {Side} side @param {[number, number][]} shown */
    span(side, shown) {
      spans[side] = spans[side].map((whole, axis) => shown[axis] ?? whole);
      if (side === store.state.active) showValues();
    },
    unmount() {
      stops.forEach((stop) => stop());
      listening.abort();
      sliders.replaceChildren();
    },
  };
}

/**
 * Set only what differs: each assignment lays the slider out again.
 * @param {HTMLInputElement} input
 * @param {Record<"min" | "max" | "value", string>} wanted
 */
function set(input, wanted) {
  for (const key of /** @type {("min" | "max" | "value")[]} */ (Object.keys(wanted)))
    if (input[key] !== wanted[key]) input[key] = wanted[key];
}

/** A model's whole extent on each axis, as [low, high]. @param {Model} model @returns {[number, number][]} */
function worldSpans({ extent: { center, half_width: half }, latent_dim }) {
  return Array.from({ length: latent_dim }, (_, axis) => [(center[axis] ?? 0) - half, (center[axis] ?? 0) + half]);
}
