/** Longer and longer steps: how fast is a digit lost? The visitor draws it, over the whole test set. */

import { mountCurve } from "../controls/curve.js";
import { element } from "../element.js";
import { createCell } from "../../charts/cell.js";
import { imageOf } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, short, t } from "../../page/text.js";
import { keptAt } from "./near.js";

const STEPS = [0.05, 0.1, 0.2, 0.5, 1]; // sd, as `evaluate` measures them

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountCurveStep({ stand, parts: { models, clouds }, bench, onChange }) {
  const [plot, strips] = [element("div"), element("div", "strips")];
  stand.replaceChildren(plot, strips);
  /** The digit moved to the right by each step. */
  async function showStrips() {
    const moved = forBoth((side) => {
      const { mu } = clouds[side].codes[FIRST_DIGIT];
      return [0, ...STEPS].map((step) => [mu[0] + step * models[side].sd[0], ...mu.slice(1)]);
    });
    const found = await bench.compare(moved);
    strips.replaceChildren(...SIDES.map((side) => strip(side, found[side])));
  }

  return {
    control: mountCurve(plot, {
      series: SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) })),
      places: STEPS.map(short),
      across: t("lesson.curve.across"),
      up: t("lesson.curve.up"),
      low: 0,
      high: 100,
      decimals: 0,
      unit: "% of neighbours keep their digit",
      onChange,
    }),
    async act() {
      await showStrips();
      const measured = SIDES.flatMap((side) => STEPS.map((step) => keptAt(models[side], step) ?? 0));
      const [ae, vae] = [measured.slice(0, STEPS.length), measured.slice(STEPS.length)];
      const values = {
        near_ae: format(ae[1], 0),
        near_vae: format(vae[1], 0),
        far_ae: format(ae[4], 0),
        far_vae: format(vae[4], 0),
      };
      return { measured, values };
    },
  };
}

/** @param {import("../../core/sides.js").Side} side @param {import("../../core/comparison.js").Comparison} found */
function strip(side, found) {
  const row = element("div", `strip of-${side}`);
  row.append(element("h3", "", t(`lesson.${side}`)));
  found.label.forEach((label, i) => {
    const cell = createCell();
    const lost = label !== found.label[0];
    cell.show(imageOf(found, i), { label, lost, name: t(lost ? "lesson.lost" : "lesson.read", { label }) });
    row.append(cell.box);
  });
  return row;
}
