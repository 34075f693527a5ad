/**
 * A table of walks: for each axis a strip of the images along it, which is a slider too. One stop of Tab; arrows up and down
 * go from axis to axis, left and right along one.
 */

import { paint } from "../charts/digit_image.js";
import { paintStrip } from "../charts/image_strip.js";
import { ARROWS, isForBrowser } from "../core/keys.js";
import { END, nearestStep, sdOn, stepAt, STEPS } from "../core/traversal.js";
import { format, t } from "../page/text.js";
import { createRow } from "../charts/traversal_row.js";

/** @typedef {import("../core/axes.js").Axis} Axis */
/** @typedef {ReturnType<typeof createRow>} Row */

const AHEAD = "200px"; // rows so far out of sight are decoded too

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
  const rows = axes.map((axis) => createRow(axis));
  const fold = Object.assign(document.createElement("details"), { className: "dead-axes" });
  const summary = document.createElement("summary");
  /** The rows as they stand, those that are folded away last. @type {Axis[]} */
  let order = axes;
  /** @type {Set<number>} */
  const seen = new Set();
  let tick = nearestStep(0);

  const axisOf = (/** @type {Event} */ { target }) => {
    const row = /** @type {HTMLElement} */ (target).closest?.("[data-axis]");
    return row ? axes[Number(/** @type {HTMLElement} */ (row).dataset.axis)] : null;
  };
  /** The place of the image under a pointer. @param {MouseEvent} event @param {Axis} axis */
  function placeUnder({ clientX }, { index }) {
    const { left, width } = rows[index].input.getBoundingClientRect();
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
    const shown = order.filter(({ isDead }) => !isDead || fold.open);
    focus(shown[Math.min(Math.max(shown.indexOf(axis) + down, 0), shown.length - 1)]);
  }
  /** The place of the next image. @param {Axis} axis @param {number} right */
  function stepFrom(axis, right) {
    const step = nearestStep(Number(rows[axis.index].input.value)) + right;
    return STEPS[Math.min(Math.max(step, 0), STEPS.length - 1)];
  }
  /** @param {Axis} axis */
  function focus(axis) {
    stopAt(axis);
    rows[axis.index].input.focus();
  }
  /** Tab stops at this row. @param {Axis} axis */
  function stopAt(axis) {
    for (const { input } of rows) input.tabIndex = -1;
    rows[axis.index].input.tabIndex = 0;
  }
  element.addEventListener("pointermove", point, { signal });
  element.addEventListener("pointerleave", onLeave, { signal });
  element.addEventListener("click", click, { signal });
  element.addEventListener("keydown", press, { signal });
  element.addEventListener(
    "input",
    (event) => {
      const axis = axisOf(event);
      if (axis) onMove(axis, STEPS[nearestStep(Number(rows[axis.index].input.value))]);
    },
    { signal },
  );
  for (const kind of ["pointerover", "focusin"])
    element.addEventListener(
      kind,
      (event) => {
        const axis = axisOf(event);
        if (axis && kind === "focusin") stopAt(axis);
        if (axis) onTurn(axis);
      },
      { signal },
    );

  const watch = new window.IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const index = Number(/** @type {HTMLElement} */ (target).dataset.axis);
        if (isIntersecting) seen.add(index);
        else seen.delete(index);
      }
      onSeen();
    },
    { rootMargin: AHEAD },
  );
  for (const { row } of rows) watch.observe(row);

  return {
    /** Those in sight, in order. */
    seen: () => order.filter(({ index }) => seen.has(index)),
    /**
     * @param {Axis[]} next all axes @param {(axis: Axis) => string} figure beside each
     * @param {{count: string, why: string}} dead what is said of those that hold nothing
     */
    arrange(next, figure, dead) {
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      order = next;
      for (const axis of order) rows[axis.index].figure.textContent = figure(axis);
      const of = (/** @type {boolean} */ isDead) => order.filter((axis) => axis.isDead === isDead);
      const why = Object.assign(document.createElement("p"), { className: "note", textContent: dead.why });
      summary.textContent = dead.count;
      fold.replaceChildren(summary, why, ...of(true).map(({ index }) => rows[index].row));
      fold.hidden = !of(true).length;
      element.replaceChildren(...of(false).map(({ index }) => rows[index].row), fold);
      stopAt(order[0]);
      if (focused && element.contains(focused)) focused.focus({ preventScroll: true });
    },
    /** @param {Axis} axis @param {Uint8Array[]} images along it */
    show({ index }, images) {
      rows[index].images = images;
      paintStrip(rows[index].strip, images);
      paint(rows[index].swing, images[tick]);
    },
    /** Mark where z is. @param {number[]} z */
    mark(z) {
      for (const axis of this.seen()) {
        const { input } = rows[axis.index];
        const sd = sdOn(axis, z[axis.index]);
        input.value = String(Math.min(Math.max(sd, -END), END));
        input.classList.toggle("beyond", Math.abs(sd) > END);
        input.setAttribute("aria-valuetext", t("axes.at", { sd: format(sd, 1) }));
      }
    },
    /** Show in all rows at once the images at one step. @param {number} step */
    swing(step) {
      tick = step;
      element.style.setProperty("--now", String(step));
      for (const { index } of this.seen()) {
        const { swing, images } = rows[index];
        if (images) paint(swing, images[step]);
      }
    },
    unmount() {
      listening.abort();
      watch.disconnect();
      element.replaceChildren();
    },
  };
}
