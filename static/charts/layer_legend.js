/** The legend of a layer of numbers: its ramp with ticks, and its unit. */

import { gradient } from "../core/colour_ramp.js";
import { SCALES, stopsOf } from "../core/layer_colours.js";
import { short, t } from "../page/text.js";

/** @typedef {import("../core/layer_colours.js").Measure} Measure */

/** Empty for a layer that has no ramp. @param {import("../core/state.js").Layer} layer */
export const legendOf = (layer) => (layer in SCALES ? scale(/** @type {Measure} */ (layer)) : []);

/** @param {Measure} measure */
function scale(measure) {
  const { low, high, ticks } = SCALES[measure];
  const bar = Object.assign(document.createElement("span"), { className: "ramp" });
  bar.style.setProperty("--ramp", gradient(stopsOf(measure)));
  for (const tick of ticks) {
    const mark = Object.assign(document.createElement("span"), { textContent: short(10 ** tick) });
    mark.style.left = `${(100 * (tick - low)) / (high - low)}%`;
    bar.append(mark);
  }
  return [bar, Object.assign(document.createElement("span"), { textContent: t(`layer.unit_${measure}`) })];
}
