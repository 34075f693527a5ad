/** Controls of a walk: its pins, the kind of path, and the button to draw one. */

import { t } from "../page/text.js";

/** @typedef {import("../map/marks.js").Pin} Pin */
/** @typedef {import("../core/paths.js").Path} Path */

/**
 * @param {{
 *   pins: Record<Pin, HTMLElement>,
 *   path: HTMLSelectElement,
 *   overshoot: HTMLInputElement,
 *   record: HTMLElement,
 *   note: HTMLElement,
 * }} elements
 * @param {{
 *   store: import("../core/store.js").Store,
 *   hasCircle: boolean,
 *   onPin: (pin: Pin) => void,
 *   onDraw: () => void,
 * }} options onPin: to put a pin at the current digit; onDraw: to start or stop drawing a path
 */
export function mountWalkTools({ pins, path, overshoot, record, note }, { store, hasCircle, onPin, onDraw }) {
  const option = (/** @type {Path} */ value) =>
    /** @type {HTMLOptionElement} */ (path.querySelector(`[value=${value}]`));
  const listening = new AbortController();
  const { signal } = listening;
  for (const pin of /** @type {const} */ (["a", "b"]))
    pins[pin].addEventListener("click", () => onPin(pin), { signal });
  path.addEventListener("change", () => store.set({ path: /** @type {Path} */ (path.value) }), { signal });
  overshoot.addEventListener("change", () => store.set({ over: overshoot.checked }), { signal });
  record.addEventListener("click", onDraw, { signal });
  option("circle").hidden = !hasCircle;

  return {
    /** @param {Path} way @param {boolean} over @param {Record<"drawn" | "shortest", boolean>} can what there is of paths */
    show(way, over, can) {
      path.value = way;
      option("drawn").disabled = !can.drawn;
      option("shortest").hidden = !can.shortest;
      overshoot.checked = over;
      overshoot.disabled = way === "drawn" || way === "shortest"; // they end where they end
    },
    /** @param {boolean} isDrawing */
    showDrawing(isDrawing) {
      record.setAttribute("aria-pressed", String(isDrawing));
      record.textContent = isDrawing ? t("walk.recording") : t("walk.record");
      note.textContent = isDrawing ? t("walk.draw") : t("walk.lead");
    },
    unmount: () => listening.abort(),
  };
}
