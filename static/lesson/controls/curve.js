/** A prediction drawn as curves, one for each series, over a few places; afterwards, what was measured beside it. */

import { element } from "../element.js";
import { plot } from "./curve_plot.js";
import { mountPens } from "./pens.js";
import { mountPoints } from "./points.js";
import { listenToStrokes } from "./strokes.js";
import { completed } from "../../core/drawn_curve.js";

/**
 * @typedef {{
 *   series: import("./series.js").Series[],
 *   places: string[],
 *   across: string,
 *   up: string,
 *   low: number,
 *   high: number,
 *   decimals: number,
 *   unit: string,
 *   onChange: () => void,
 * }} Axes places: names along the horizontal axis, whose title is `across`; up: title of the vertical one
 */

/** @param {HTMLElement} desk @param {Axes} axes @returns {import("../steps.js").Control} */
export function mountCurve(desk, axes) {
  const { series, places } = axes;
  const box = element("div", "plot");
  const pens = mountPens(series);
  const points = mountPoints(axes, { onFocus: pens.take, onInput: put });
  const curves = createCurves(axes, box);
  desk.replaceChildren(pens.box, box, points.box);
  const stop = listenToStrokes(box, axes, { onPoint: ({ i, value }) => put(pens.held(), i, value), onEnd: complete });

  /** @param {number} s series @param {number} i place @param {number} value */
  function put(s, i, value) {
    points.show(s, i, curves.put(s, i, value));
    axes.onChange();
  }
  /** The rest of a line begun is drawn; then the next line is to be. */
  function complete() {
    const s = pens.held();
    completed(curves.drawn[s]).forEach((value, i) => put(s, i, value));
    const next = curves.drawn.findIndex((line) => line.includes(null));
    if (next >= 0) pens.take(next);
  }

  return {
    series: series.flatMap(({ id }) => places.map((place) => `${id} ${place}`)),
    unit: axes.unit,
    value: curves.value,
    set: (values) => values.forEach((value, n) => put(Math.floor(n / places.length), n % places.length, value)),
    lock() {
      stop();
      pens.box.hidden = true;
      points.lock();
      desk.classList.add("locked");
    },
    show: curves.show,
  };
}

/** What is drawn and what was measured. @param {Axes} axes @param {HTMLElement} box */
function createCurves(axes, box) {
  const { series, places, low, high } = axes;
  /** By series and place. @type {(number | null)[][]} */
  const drawn = series.map(() => places.map(() => null));
  /** @type {number[]} */
  let measured = [];

  /** @param {"drawn" | "found"} kind @param {(number | null)[][]} curves */
  const lines = (kind, curves) => curves.map((values, s) => ({ kind, values, id: series[s].id }));
  function paint() {
    const found = series.map((_, s) => measured.slice(s * places.length, (s + 1) * places.length));
    box.innerHTML = plot(axes, [...lines("drawn", drawn), ...lines("found", measured.length ? found : [])]);
  }
  paint();

  return {
    drawn,
    /** All that is drawn; null until it is whole. */
    value: () => (drawn.flat().includes(null) ? null : /** @type {number[]} */ (drawn.flat())),
    /** @param {number} s @param {number} i @param {number} value @returns {number} within the axes */
    put(s, i, value) {
      const kept = Math.min(Math.max(value, low), high);
      drawn[s][i] = kept;
      paint();
      return kept;
    },
    /** @param {number[]} values */
    show(values) {
      measured = values;
      paint();
    },
  };
}
