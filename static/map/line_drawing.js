/** Lines drawn by hand on a map. */

import { holdTouches } from "../page/touches.js";

const CONTROLS = ".leaflet-control";
const CLICK_MS = 100; // within which a click follows the end of a stroke

/**
 * Let the mouse or a finger draw a line in latent space instead of moving the map.
 * @param {import("leaflet").Map} map
 * @param {{onPoints: (points: [number, number][]) => void, onEnd: () => void}} options onPoints: with all points so far
 * @returns {() => void} stops it, so that the map moves again
 */
export function listenToDrawing(map, { onPoints, onEnd }) {
  const element = map.getContainer();
  const listening = new AbortController();
  const { signal } = listening;
  /** @type {[number, number][] | null} */
  let points = null;
  const noClick = (/** @type {Event} */ event) => event.stopImmediatePropagation();
  map.dragging.disable();
  holdTouches(element, signal, CONTROLS);
  element.classList.add("drawing");

  function add(/** @type {PointerEvent} */ event) {
    const { lng, lat } = map.mouseEventToLatLng(event);
    points?.push([lng, lat]);
    onPoints(points ?? []);
  }
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
      element.setPointerCapture(event.pointerId);
      // The click that ends a stroke must not pick a digit. No signal here: drawing may be stopped before that click.
      element.addEventListener("click", noClick, { capture: true });
      const clickAgain = () =>
        setTimeout(() => element.removeEventListener("click", noClick, { capture: true }), CLICK_MS);
      for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
        document.addEventListener(end, clickAgain, { once: true });
      points = [];
      add(event);
    },
    { signal },
  );
  element.addEventListener("pointermove", (event) => points && add(event), { signal });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    element.addEventListener(
      end,
      () => {
        if (points) onEnd();
        points = null;
      },
      { signal },
    );
  }
  return () => {
    listening.abort();
    map.dragging.enable();
    element.classList.remove("drawing");
  };
}
