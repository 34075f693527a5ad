/** A prediction drawn as curves, one for each series, over a few places; afterwards, what was measured beside it. */

import { element } from "../element.js";
import { plot } from "./curve_plot.js";
import { mountPens } from "./pens.js";
import { mountPoints, toldCurves } from "./points.js";
import { listenToStrokes } from "./strokes.js";
import { completed } from "../../core/drawn_curve.js";

/**
 * @typedef {{
 *   series: import("./series.js").Series[],
 *   ids: string[],
 *   places: string[],
 *   spoken: (series: string, place: string) => string,
 *   across: string,
 *   up: string,
 *   low: number,
 *   high: number,
 *   decimals: number,
 *   unit: string,
 *   onChange: () => void,
 * }} Axes ids: of the places, the same in all languages; places: their names along the horizontal axis, whose title is
 *   `across`; spoken: what a point is of; up: title of the vertical axis
 */

/** @param {HTMLElement} desk @param {Axes} axes @returns {import("../steps.js").Control} */
export function mountCurve(desk, axes) {
  const { series, places } = axes;
  const box = element("div", "plot");
  const pens = mountPens(series);
  const points = mountPoints(axes, {
    onFocus(s, i) {
      pens.take(s);
      curves.point(i);
    },
    onBlur: () => curves.point(null),
    onInput: put,
  });
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
    series: series.flatMap(({ id }) => axes.ids.map((place) => `${id} ${place}`)),
    unit: axes.unit,
    value: curves.value,
    fits: (values) => values.every((value) => value >= axes.low && value <= axes.high),
    set: (values) => values.forEach((value, n) => put(Math.floor(n / places.length), n % places.length, value)),
    lock() {
      stop();
      pens.box.hidden = true;
      points.lock();
      desk.classList.add("locked");
    },
    show(measured) {
      curves.show(measured);
      desk.append(toldCurves(axes, curves.value(), measured));
    },
  };
}

/** What is drawn and what was measured. @param {Axes} axes @param {HTMLElement} box */
function createCurves(axes, box) {
  const { series, places, low, high } = axes;
  /** By series and place. @type {(number | null)[][]} */
  const drawn = series.map(() => places.map(() => null));
  /** @type {number[]} */
  let measured = [];
  /** The place that a slider is at. @type {number | null} */
  let pointed = null;

  /** @param {"drawn" | "found"} kind @param {(number | null)[][]} curves */
  const lines = (kind, curves) => curves.map((values, s) => ({ kind, values, id: series[s].id }));
  function paint() {
    const found = series.map((_, s) => measured.slice(s * places.length, (s + 1) * places.length));
    const shown = [...lines("drawn", drawn), ...lines("found", measured.length ? found : [])];
    box.innerHTML = plot(axes, shown, pointed);
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
    /** @param {number | null} i */
    point(i) {
      pointed = i;
      paint();
    },
    /** @param {number[]} values */
    show(values) {
      measured = values;
      paint();
    },
  };
}
