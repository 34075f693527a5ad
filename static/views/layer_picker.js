/** Controls of the layer over the maps: which one, its opacity, its legend, and a sentence on what it shows. */

import { format, t } from "../page/text.js";

/** @typedef {import("../core/state.js").Layer} Layer */

/**
 * @param {{
 *   select: HTMLSelectElement,
 *   shown: HTMLElement,
 *   opacity: HTMLInputElement,
 *   legend: HTMLElement,
 *   about: HTMLElement,
 * }} elements
 * @param {{
 *   store: import("../core/store.js").Store,
 *   lacking: string[],
 *   told: Record<string, string | number>,
 *   script: () => Promise<import("../features/layers/layers.js").Layers>,
 * }} options lacking: layers that these models have not; told: what the sentences on layers name
 */
export function mountLayerPicker({ select, shown, opacity, legend, about }, { store, lacking, told, script }) {
  for (const option of select.options) option.hidden = option.disabled = lacking.includes(option.value);
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
    legend.replaceChildren();
    if (!layer) return;
    about.textContent = t(`layer.about_${layer}`, told);
    const show = (/** @type {import("../features/layers/layers.js").Layers} */ { legendOf }) =>
      store.state.layer === layer && legend.replaceChildren(...legendOf(layer));
    script().then(show, () => {}); // where it does not come, the maps say so
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
