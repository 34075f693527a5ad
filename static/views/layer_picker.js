/** Controls of the layer over the maps: which one, its opacity, its legend, and a sentence on what it shows. */

import { SCALES, gradient } from "../core/layer_colours.js";
import { format, short, t } from "../page/text.js";

/** @typedef {import("../core/state.js").Layer} Layer */
/** @typedef {import("../core/layer_colours.js").Measure} Measure */

/**
 * @param {{
 *   select: HTMLSelectElement,
 *   shown: HTMLElement,
 *   opacity: HTMLInputElement,
 *   legend: HTMLElement,
 *   about: HTMLElement,
 * }} elements
 * @param {{store: import("../core/store.js").Store, isJudged: boolean}} options isJudged: whether there is who reads labels
 */
export function mountLayerPicker({ select, shown, opacity, legend, about }, { store, isJudged }) {
  for (const option of select.options) option.hidden = option.disabled = option.value === "labels" && !isJudged;
  const listening = new AbortController();
  const { signal } = listening;
  select.addEventListener("change", () => store.set({ layer: /** @type {Layer | null} */ (select.value || null) }), {
    signal,
  });
  opacity.addEventListener("input", () => store.set({ opacity: Number(opacity.value) }), { signal });

  function showLayer() {
    const { layer } = store.state;
    select.value = layer ?? "";
    shown.hidden = about.hidden = !layer;
    if (layer) about.textContent = t(`layer.about_${layer}`);
    legend.replaceChildren(...(layer && layer in SCALES ? scale(/** @type {Measure} */ (layer)) : []));
  }
  function showOpacity() {
    opacity.value = String(store.state.opacity);
    opacity.setAttribute("aria-valuetext", t("layer.percent", { percent: format(100 * store.state.opacity, 0) }));
  }
  const stops = [store.listen(["layer"], showLayer), store.listen(["opacity"], showOpacity)];
  showLayer();
  showOpacity();
  return {
    unmount() {
      stops.forEach((stop) => stop());
      listening.abort();
    },
  };
}

/** The legend of a measure: its ramp with ticks, and its unit. @param {Measure} measure */
function scale(measure) {
  const { low, high, ticks } = SCALES[measure];
  const bar = Object.assign(document.createElement("span"), { className: "ramp" });
  bar.style.setProperty("--ramp", gradient(measure));
  for (const tick of ticks) {
    const mark = Object.assign(document.createElement("span"), { textContent: short(10 ** tick) });
    mark.style.left = `${(100 * (tick - low)) / (high - low)}%`;
    bar.append(mark);
  }
  return [bar, Object.assign(document.createElement("span"), { textContent: t(`layer.unit_${measure}`) })];
}
