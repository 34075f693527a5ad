/** The tools beside the maps: link both, show the whole cloud, zoom to the current digit. */

import { SIDES } from "../core/sides.js";
import { $ } from "../page/element.js";
import { t } from "../page/text.js";

/** @param {import("./channels.js").Parts} parts @param {import("./cursor.js").Cursor} cursor */
export function mountMapTools({ models, store, channels }, cursor) {
  const { latent_dim: dims } = models.vae;
  Object.assign($("plane"), { hidden: dims <= 2, textContent: t("map.plane", { dims }) });
  const link = /** @type {HTMLInputElement} */ ($("link"));
  const showLink = () => void (link.checked = store.state.link);
  const stop = store.listen(["link"], showLink);
  showLink();

  function look() {
    const digit = channels.digit.value;
    if (!digit) return;
    cursor.link.lead("vae"); // only its posterior has a width, which sets the zoom
    // The step experiment's whole ring must be in sight; otherwise the posterior alone sets the zoom.
    const step = store.state.tab === "step" ? store.state.r : 0;
    const sides = SIDES.filter((side) => side === "vae" || !store.state.link);
    for (const side of sides) {
      const reach = models[side].sd.map((sd) => step * sd);
      cursor.maps[side].lookAt(digit.encodings[side], reach);
    }
  }

  const listening = new AbortController();
  const { signal } = listening;
  link.addEventListener("change", () => store.set({ link: link.checked }), { signal });
  $("whole").addEventListener("click", () => SIDES.forEach((side) => cursor.maps[side].rest()), { signal });
  $("look").addEventListener("click", look, { signal });
  return {
    unmount() {
      stop();
      listening.abort();
    },
  };
}
