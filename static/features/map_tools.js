/** The tools beside the maps: link both, show the whole cloud, zoom to the current digit. */

import { SIDES } from "../core/sides.js";
import { widths } from "../core/statistics.js";
import { $ } from "../page/element.js";
import { format, t } from "../page/text.js";

const AS_WIDE = 0.1; // by how much a width may differ from the prior's, and still be called as wide

/** What the VAE makes of all digits, against the prior. @param {import("../core/contract.js").Cloud} cloud */
function toldOf({ codes }) {
  const wide = widths(codes);
  if (wide.every((width) => Math.abs(width - 1) < AS_WIDE)) return t("maps.vae_as_wide");
  const ends = [Math.min(...wide), Math.max(...wide)].map((width) => format(width, 1));
  return t("maps.vae_width", { times: [...new Set(ends)].join("–") });
}

/** @param {import("./channels.js").Parts} parts @param {import("./cursor.js").Cursor} cursor */
export function mountMapTools({ models, clouds, store, channels }, cursor) {
  $("told-vae").textContent = toldOf(clouds.vae);
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
