/** A prediction drawn as curves, one for each series, over a few places; afterwards, what was measured beside it. */

import { element } from "../element.js";
import { HEIGHT, plot as plotOf, read, WIDTH } from "./curve_plot.js";
import { format, t } from "../../page/text.js";

/**
 * @typedef {{
 *   series: import("./markers.js").Series[],
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

/** @param {HTMLElement} desk @param {Axes} axes @returns {import("../lesson.js").Control} */
export function mountCurve(desk, axes) {
  const { series, places, low, high } = axes;
  /** What is drawn, by series and place. @type {(number | null)[][]} */
  const drawn = series.map(() => places.map(() => null));
  /** @type {number[][]} */
  let measured = [];
  const box = element("div", "plot");
  const pens = mountPens(series);
  const points = mountPoints(axes, { onFocus: pens.take, onInput: put });
  desk.replaceChildren(pens.box, box, points.box);
  const stop = listenToStrokes(box, axes, { onPoint: (i, value) => put(pens.held(), i, value), onEnd: complete });

  /** @param {number} s @param {number} i @param {number} value */
  function put(s, i, value) {
    const kept = Math.min(Math.max(value, low), high);
    drawn[s][i] = kept;
    points.show(s, i, kept);
    paint();
    axes.onChange();
  }
  /** The rest of a line begun takes its nearest point's height; then the next line is drawn. */
  function complete() {
    const s = pens.held();
    const known = drawn[s].flatMap((value, i) => (value === null ? [] : [i]));
    const nearest = (/** @type {number} */ i) =>
      known.reduce((best, one) => (Math.abs(one - i) < Math.abs(best - i) ? one : best));
    drawn[s].forEach((value, i) => value === null && put(s, i, /** @type {number} */ (drawn[s][nearest(i)])));
    const next = drawn.findIndex((line) => line.includes(null));
    if (next >= 0) pens.take(next);
  }
  function paint() {
    const lines = [...drawn.map((values, s) => ({ kind: "drawn", values, s })), ...found()];
    box.innerHTML = plotOf(
      axes,
      lines.map(({ kind, values, s }) => ({ kind: /** @type {"drawn" | "found"} */ (kind), values, id: series[s].id })),
    );
  }
  const found = () => measured.map((values, s) => ({ kind: "found", values, s }));
  paint();

  return {
    series: series.flatMap(({ id }) => places.map((place) => `${id} ${place}`)),
    unit: axes.unit,
    value: () => (drawn.flat().includes(null) ? null : /** @type {number[]} */ (drawn.flat())),
    set: (values) => series.forEach((_, s) => places.forEach((_, i) => put(s, i, values[s * places.length + i]))),
    lock() {
      stop();
      pens.box.hidden = true;
      points.lock();
      desk.classList.add("locked");
    },
    show(values) {
      measured = series.map((_, s) => values.slice(s * places.length, (s + 1) * places.length));
      paint();
    },
  };
}

/** Which line is drawn. @param {import("./markers.js").Series[]} series */
function mountPens(series) {
  const box = element("div", "pens");
  let pen = 0;
  const buttons = series.map(({ id, name }, i) => {
    const button = Object.assign(element("button", `of-${id}`, name), { type: "button" });
    button.addEventListener("click", () => take(i));
    return button;
  });
  box.append(element("span", "", t("lesson.pen")), ...buttons);
  box.hidden = series.length < 2;
  /** @param {number} i */
  function take(i) {
    pen = i;
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === i)));
  }
  take(0);
  return { box, take, held: () => pen };
}

/**
 * A slider for each point, for keys and screen readers.
 * @param {Axes} axes
 * @param {{onFocus: (s: number) => void, onInput: (s: number, i: number, value: number) => void}} on
 */
function mountPoints({ series, places, low, high, decimals, unit }, { onFocus, onInput }) {
  const box = element("div", "unseen-sliders");
  const inputs = series.map(({ name }, s) =>
    places.map((place, i) => {
      const input = Object.assign(element("input", "unseen"), { type: "range", min: low, max: high });
      input.step = String((high - low) / 100);
      input.value = String((low + high) / 2);
      input.setAttribute("aria-label", t("lesson.point", { name, place }));
      input.addEventListener("focus", () => onFocus(s));
      input.addEventListener("input", () => onInput(s, i, Number(input.value)));
      return input;
    }),
  );
  box.append(...inputs.flat());
  return {
    box,
    /** @param {number} s @param {number} i @param {number} value */
    show(s, i, value) {
      inputs[s][i].value = String(value);
      inputs[s][i].setAttribute("aria-valuetext", `${format(value, decimals)} ${unit}`);
    },
    lock() {
      for (const input of inputs.flat()) input.disabled = true;
    },
  };
}

/**
 * Strokes over the plot, as the places that they pass; returns a function that ends listening.
 * @param {HTMLElement} box @param {Axes} axes
 * @param {{onPoint: (i: number, value: number) => void, onEnd: () => void}} on
 */
function listenToStrokes(box, axes, { onPoint, onEnd }) {
  const end = new AbortController();
  const options = { signal: end.signal };
  /** @type {{i: number, value: number} | null} */
  let last = null;
  /** @param {PointerEvent} event */
  function draw({ clientX, clientY }) {
    const { left, top, width, height } = box.getBoundingClientRect();
    const here = read(axes, ((clientX - left) / width) * WIDTH, ((clientY - top) / height) * HEIGHT);
    for (const [i, value] of passed(last, here)) onPoint(i, value);
    last = here;
  }
  box.addEventListener(
    "pointerdown",
    (event) => {
      box.setPointerCapture(event.pointerId);
      last = null;
      draw(event);
    },
    options,
  );
  box.addEventListener("pointermove", (event) => box.hasPointerCapture(event.pointerId) && draw(event), options);
  box.addEventListener("pointerup", onEnd, options);
  return () => end.abort();
}

/**
 * The places that a stroke from one point to the next passes, with its height at each.
 * @param {{i: number, value: number} | null} from @param {{i: number, value: number}} to @returns {[number, number][]}
 */
function passed(from, to) {
  if (!from || from.i === to.i) return [[to.i, to.value]];
  const way = Math.sign(to.i - from.i);
  return Array.from({ length: Math.abs(to.i - from.i) }, (_, step) => {
    const i = from.i + way * (step + 1);
    return [i, from.value + ((to.value - from.value) * (i - from.i)) / (to.i - from.i)];
  });
}
