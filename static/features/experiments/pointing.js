/** Images of an experiment point at their codes: under the pointer both maps light them up, and a press goes there. */

import { forBoth, SIDES } from "../../core/sides.js";

/** @typedef {import("../channels.js").Codes} Codes */

/**
 * @param {HTMLElement} panel whose images name their place in what is shown by data-index
 * @param {{
 *   store: import("../../core/store.js").Store,
 *   cursor: import("../cursor.js").Cursor,
 *   shown: () => import("../../core/showcase.js").Comparisons | null,
 * }} options
 */
export function mountPointing(panel, { store, cursor, shown }) {
  const listening = new AbortController();
  const { signal } = listening;
  /** @param {Event} event @returns {{side: import("../../core/sides.js").Side, codes: Codes} | null} */
  function pointed({ target }) {
    const cell = target instanceof Element ? target.closest("[data-index]") : null;
    const index = Number(cell?.getAttribute("data-index"));
    const found = cell && shown();
    if (!found) return null;
    return { side: cell.closest(".of-ae") ? "ae" : "vae", codes: forBoth((side) => found[side].z[index]) };
  }
  /** @param {Event} event */
  function light(event) {
    const there = pointed(event);
    for (const side of SIDES) cursor.maps[side].spot.show(there?.codes[side]);
  }
  panel.addEventListener("pointerover", light, { signal });
  panel.addEventListener("pointerleave", () => SIDES.forEach((side) => cursor.maps[side].spot.show()), { signal });
  panel.addEventListener(
    "click",
    (event) => {
      const there = pointed(event);
      if (!there) return;
      store.set({ active: there.side });
      cursor.pass(there.codes);
    },
    { signal },
  );
  return { unmount: () => listening.abort() };
}
