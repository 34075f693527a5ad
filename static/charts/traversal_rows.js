/** The rows of a table of walks: what they show, which of them are in sight, and at which of them Tab stops. */

import { paint } from "./digit_image.js";
import { paintStrip } from "./image_strip.js";
import { createRow } from "./traversal_row.js";
import { END, nearestStep, sdOn, STEPS } from "../core/traversal.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/axes.js").Axis} Axis */
/** @typedef {ReturnType<typeof createRows>} Rows */

const AHEAD = "200px"; // rows so far out of sight are decoded too

/** @param {HTMLElement} element @param {Axis[]} axes by index @param {() => void} onSeen other rows are in sight */
export function createRows(element, axes, onSeen) {
  const rows = axes.map((axis) => createRow(axis));
  const fold = Object.assign(document.createElement("details"), { className: "dead-axes" });
  const summary = document.createElement("summary");
  /** The rows as they stand, those that are folded away last. @type {Axis[]} */
  let order = axes;
  /** @type {Set<number>} */
  const seen = new Set();
  let tick = nearestStep(0);
  const inSight = () => order.filter(({ index }) => seen.has(index));
  /** Tab stops at this row. @param {Axis} axis */
  function stopAt(axis) {
    for (const { input } of rows) input.tabIndex = -1;
    rows[axis.index].input.tabIndex = 0;
  }
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
    /** The slider that lies over an axis's strip. @param {Axis} axis */
    slider: ({ index }) => rows[index].input,
    stopAt,
    /** Those that are not folded away, in order. */
    unfolded: () => order.filter(({ isDead }) => !isDead || fold.open),
    /** Those in sight, in order. */
    seen: inSight,
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
    /** Frame the images nearest to z: between two of them the strip shows none. @param {number[]} z */
    mark(z) {
      for (const axis of inSight()) {
        const { input } = rows[axis.index];
        const sd = sdOn(axis, z[axis.index]);
        input.value = String(STEPS[nearestStep(sd)]);
        input.classList.toggle("beyond", Math.abs(sd) > END);
        input.setAttribute("aria-valuetext", t("axes.at", { sd: format(sd, 1) }));
      }
    },
    /** Show in all rows at once the images at one step. @param {number} step */
    swing(step) {
      tick = step;
      element.style.setProperty("--now", String(step));
      for (const { index } of inSight()) {
        const { swing, images } = rows[index];
        if (images) paint(swing, images[step]);
      }
    },
    unmount() {
      watch.disconnect();
      element.replaceChildren();
    },
  };
}
