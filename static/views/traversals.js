/**
 * A table of walks: for each axis a strip of the images along it, which is a slider too. One stop of Tab; arrows up and down
 * go from axis to axis, left and right along one.
 */

import { createRows } from "../charts/traversal_rows.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { nearestStep, stepAt, STEPS } from "../core/traversal.js";

/** @typedef {import("../core/axes.js").Axis} Axis */

/**
 * @param {HTMLElement} element
 * @param {Axis[]} axes by index
 * @param {{
 *   onPoint: (axis: Axis, sd: number) => void,
 *   onLeave: () => void,
 *   onMove: (axis: Axis, sd: number) => void,
 *   onTurn: (axis: Axis) => void,
 *   onSeen: () => void,
 * }} on onPoint: a mouse is over an image; onMove: it was chosen; onTurn: the visitor turned to a row; onSeen: other rows are
 *   in sight
 */
export function mountTraversals(element, axes, { onPoint, onLeave, onMove, onTurn, onSeen }) {
  const listening = new AbortController();
  const { signal } = listening;
  const rows = createRows(element, axes, onSeen);

  const axisOf = (/** @type {Event} */ { target }) => {
    const row = /** @type {HTMLElement} */ (target).closest?.("[data-axis]");
    return row ? axes[Number(/** @type {HTMLElement} */ (row).dataset.axis)] : null;
  };
  /** The place of the image under a pointer. @param {MouseEvent} event @param {Axis} axis */
  function placeUnder({ clientX }, axis) {
    const { left, width } = rows.slider(axis).getBoundingClientRect();
    return STEPS[stepAt((clientX - left) / width)];
  }
  const isStrip = (/** @type {Event} */ { target }) => target instanceof HTMLInputElement;
  /** @param {PointerEvent} event */
  function point(event) {
    const axis = isStrip(event) && axisOf(event);
    if (axis && event.pointerType === "mouse" && !event.buttons) onPoint(axis, placeUnder(event, axis));
  }
  /** The slider says nothing of a press on the image at which its thumb stands already. @param {MouseEvent} event */
  function click(event) {
    const axis = isStrip(event) && axisOf(event);
    if (axis) onMove(axis, placeUnder(event, axis));
  }
  /** @param {KeyboardEvent} event */
  function press(event) {
    const axis = axisOf(event);
    if (!axis || !(event.key in ARROWS) || isForBrowser(event)) return;
    event.preventDefault();
    const [right, down] = ARROWS[event.key];
    if (right) return onMove(axis, stepFrom(axis, right));
    const shown = rows.unfolded();
    focus(shown[Math.min(Math.max(shown.indexOf(axis) + down, 0), shown.length - 1)]);
  }
  /** The place of the next image. @param {Axis} axis @param {number} right */
  function stepFrom(axis, right) {
    const step = nearestStep(Number(rows.slider(axis).value)) + right;
    return STEPS[Math.min(Math.max(step, 0), STEPS.length - 1)];
  }
  /** @param {Axis} axis */
  function focus(axis) {
    rows.stopAt(axis);
    rows.slider(axis).focus();
  }
  element.addEventListener("pointermove", point, { signal });
  element.addEventListener("pointerleave", onLeave, { signal });
  element.addEventListener("click", click, { signal });
  element.addEventListener("keydown", press, { signal });
  element.addEventListener(
    "input",
    (event) => {
      const axis = axisOf(event);
      if (axis) onMove(axis, STEPS[nearestStep(Number(rows.slider(axis).value))]);
    },
    { signal },
  );
  for (const kind of ["pointerover", "focusin"])
    element.addEventListener(
      kind,
      (event) => {
        const axis = axisOf(event);
        if (axis && kind === "focusin") rows.stopAt(axis);
        if (axis) onTurn(axis);
      },
      { signal },
    );

  return {
    ...rows,
    unmount() {
      listening.abort();
      rows.unmount();
    },
  };
}
