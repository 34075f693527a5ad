/**
 * The wheel over a map: alone it scrolls the page, and a hint says how to zoom; with Ctrl or ⌘ it zooms. A touchpad's
 * pinch comes as a wheel with Ctrl.
 */

import { t } from "../page/text.js";

const HINT_MS = 1500;
const IS_APPLE = /^(Mac|iP)/.test(navigator.platform);

/** @param {import("leaflet").Map} map @param {AbortSignal} signal */
export function shareWheel(map, signal) {
  const element = map.getContainer();
  const hint = Object.assign(document.createElement("p"), { className: "wheel-hint", hidden: true });
  hint.textContent = t("map.wheel", { key: IS_APPLE ? "⌘" : "Ctrl" });
  hint.setAttribute("aria-hidden", "true"); // it is for those who turn a wheel; the map's description says it too
  element.append(hint);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function show() {
    clearTimeout(timer);
    hint.hidden = false;
    timer = setTimeout(hide, HINT_MS);
  }
  function hide() {
    hint.hidden = true;
  }
  function onWheel(/** @type {WheelEvent} */ event) {
    // Leaflet zooms, and keeps the browser from zooming the page.
    if (event.ctrlKey || event.metaKey) return hide();
    event.stopImmediatePropagation();
    show();
  }
  element.addEventListener("wheel", onWheel, { capture: true, passive: true, signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    hint.remove();
  });
}
