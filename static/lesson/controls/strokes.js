/** Strokes over a plot, as points at the places that they cross. */

import { HEIGHT, read, WIDTH } from "./curve_plot.js";
import { beginStroke } from "../../core/drawn_curve.js";
import { holdTouches } from "../../page/touches.js";

/** @typedef {import("../../core/drawn_curve.js").Point} Point */

/**
 * Returns a function that ends listening.
 * @param {HTMLElement} box @param {import("./curve.js").Axes} axes
 * @param {{onPoint: (point: Point) => void, onEnd: () => void}} on
 */
export function listenToStrokes(box, axes, { onPoint, onEnd }) {
  const end = new AbortController();
  const { signal } = end;
  let stroke = beginStroke(axes.places.length);
  /** @param {PointerEvent} event */
  function draw({ clientX, clientY }) {
    const { left, top, width, height } = box.getBoundingClientRect();
    const here = read(axes, ((clientX - left) / width) * WIDTH, ((clientY - top) / height) * HEIGHT);
    stroke(here).forEach(onPoint);
  }
  /** @param {PointerEvent} event */
  function begin(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    box.setPointerCapture(event.pointerId);
    stroke = beginStroke(axes.places.length);
    draw(event);
  }
  holdTouches(box, signal);
  box.addEventListener("pointerdown", begin, { signal });
  box.addEventListener("pointermove", (event) => box.hasPointerCapture(event.pointerId) && draw(event), { signal });
  box.addEventListener("lostpointercapture", onEnd, { signal }); // a button that was pressed elsewhere may be let go here
  return () => end.abort();
}
