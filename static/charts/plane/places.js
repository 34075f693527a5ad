/** Places of a plane: pressed, dragged to, or reached by arrow keys. */

import { ARROWS, isForBrowser } from "../../core/keys.js";
import { clampToWorld } from "../../core/viewport.js";
import { holdTouches } from "../../page/touches.js";

/** @typedef {import("../../core/viewport.js").Extent} Extent */
/** @typedef {[number, number]} Place */

const STEP = 1 / 16; // of half the width, by an arrow key

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{extent: () => Extent, onPlace: (z: Place) => void, signal: AbortSignal}} options extent: that is shown, and no
 *   place lies beyond
 */
export function listenToPlaces(canvas, { extent, onPlace, signal }) {
  canvas.tabIndex = 0;
  let place = extent().center;
  const move = (/** @type {Place} */ z) => onPlace((place = clampToWorld(z, extent())));
  const point = (/** @type {PointerEvent} */ event) => move(placeAt(event, canvas, extent()));

  holdTouches(canvas, signal);
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    canvas.setPointerCapture(event.pointerId);
    point(event);
  });
  canvas.addEventListener("pointermove", (event) => canvas.hasPointerCapture(event.pointerId) && point(event));
  canvas.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || isForBrowser(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = extent().half_width * STEP;
    move([place[0] + arrow[0] * step, place[1] - arrow[1] * step]);
  });
}

/** @param {PointerEvent} event @param {HTMLElement} canvas @param {Extent} extent @returns {Place} */
function placeAt({ clientX, clientY }, canvas, { center: [x, y], half_width: half }) {
  const { left, top, width } = canvas.getBoundingClientRect();
  return [x + half * ((2 * (clientX - left)) / width - 1), y - half * ((2 * (clientY - top)) / width - 1)];
}
