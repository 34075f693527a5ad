/** The step curves of a pair's metrics, each with what it shows. */

import { forBoth, SIDES } from "../core/sides.js";
import { fine, format, t } from "../page/text.js";
import { stepCurves } from "./step_curves.js";

const DECIMALS = 4; // of a tick, for which there is room
const UNITS = /** @type {const} */ ({ sd: "step_curve", mad: "step_curve_mad" });
/** So that no two ticks read the same. @param {number} value @param {number} top */
const tick = (value, top) => fine(value, DECIMALS, top / 4);

const PLOTS = /** @type {const} */ ([
  { name: "kept", figure: "label_kept", top: 1, number: (/** @type {number} */ v) => `${format(100 * v, 0)}%` },
  { name: "change", figure: "mse_median", top: undefined, number: tick },
]);

/**
 * @param {import("../core/showcase.js").Evidence} evidence
 * @returns {{name: "kept" | "change", caption: string, svg: string}[]} svg: an element
 */
export function measuredCurves({ metrics, unit }) {
  const step = (/** @type {number} */ v) => format(v, v < 0.1 ? 2 : v < 1 ? 1 : 0);
  const xLabel = t(`evidence.axis_${unit}`);
  const known = PLOTS.filter(({ figure }) => SIDES.every((side) => metrics[side].nearness[UNITS[unit]][0]?.[figure]));
  return known.map(({ name, figure, top, number }) => {
    const caption = t(`evidence.plot_${name}`);
    const curves = forBoth((side) =>
      metrics[side].nearness[UNITS[unit]].map((/** @type {any} */ point) => ({
        step: point.step,
        figure: point[figure],
      })),
    );
    return { name, caption, svg: stepCurves(curves, { name: `${caption}; ${xLabel}`, xLabel, step, top, number }) };
  });
}
