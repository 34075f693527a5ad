/** The sliders of many axes: sorted by what each holds, with the figure beside it; those that hold nothing fold away. */

import { sorted } from "../core/axes.js";
import { t } from "../page/text.js";
import { deadCount, deadSentence, heldBy, unitOf } from "../charts/axis_words.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/axes.js").Axis} Axis */

/**
 * Arrange sliders that are there, whose rows the decoder keeps.
 * @param {HTMLElement} sliders holds a label for each axis
 * @param {{
 *   axes: Record<Side, Axis[]>,
 *   store: import("../core/store.js").Store,
 *   onMap: () => number[],
 * }} options onMap: the axes that lie on the map, across and upwards
 */
export function arrangeSliders(sliders, { axes, store, onMap }) {
  const rows = axes.vae.map(({ index }) => rowOf(sliders, index));
  const figures = rows.map((row) => row.appendChild(document.createElement("small")));
  const unit = Object.assign(document.createElement("p"), { className: "note held-unit" });
  const fold = Object.assign(document.createElement("details"), { className: "dead-axes" });
  const summary = document.createElement("summary");
  const why = Object.assign(document.createElement("p"), { className: "note" });

  function show() {
    const { active } = store.state;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const inOrder = sorted(axes[active]);
    const of = (/** @type {boolean} */ isDead) => inOrder.filter((axis) => axis.isDead === isDead);
    unit.textContent = unitOf(inOrder, active);
    for (const axis of inOrder) figures[axis.index].textContent = heldBy(axis);
    summary.textContent = deadCount(inOrder, active);
    why.textContent = deadSentence(inOrder, active);
    fold.replaceChildren(summary, why, ...of(true).map(({ index }) => rows[index]));
    fold.hidden = !of(true).length;
    sliders.replaceChildren(unit, ...of(false).map(({ index }) => rows[index]), fold);
    if (focused && sliders.contains(focused)) focused.focus({ preventScroll: true });
  }
  function mark() {
    const [across, up] = onMap();
    rows.forEach((row, index) => {
      row.dataset.onMap = index === across ? "across" : index === up ? "up" : "";
      row.title = row.dataset.onMap && t("axes.on_map");
    });
  }
  const stops = [store.listen(["active"], show), store.listen(["plane"], mark)];
  show();
  mark();
  return { unmount: () => stops.forEach((stop) => stop()) };
}

/** @param {HTMLElement} sliders @param {number} index @returns {HTMLElement} */
function rowOf(sliders, index) {
  const row = sliders.querySelector(`[data-z="${index}"]`)?.closest("label");
  if (!row) throw new RangeError(`there is no slider for axis ${index}`);
  return row;
}
