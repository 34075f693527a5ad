/** Longer and longer steps: how fast is a digit lost? The visitor draws it, over the whole test set. */

import { mountCurve } from "../controls/curve.js";
import { bothModels } from "../controls/series.js";
import { element } from "../element.js";
import { readCell } from "../instruments/read_cell.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { neighboursKept } from "../../core/measured.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, short, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const STEPS = [0.05, 0.1, 0.2, 0.5, 1]; // sd, as `evaluate` measures them

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountCurveStep({ stand, parts: { models, clouds }, bench, onChange }) {
  const [plot, strips] = [element("div"), element("div", "strips")];
  stand.replaceChildren(plot, strips);

  /** The digit, moved to the right by each step. @param {Side} side */
  function moved(side) {
    const [first, ...others] = clouds[side].codes[FIRST_DIGIT].mu;
    return [0, ...STEPS].map((step) => [first + step * models[side].sd[0], ...others]);
  }

  return {
    control: mountCurve(plot, {
      series: bothModels(),
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
      const found = await bench.compare(forBoth(moved));
      strips.replaceChildren(...SIDES.map((side) => strip(side, found[side])));
      const kept = forBoth((side) =>
        STEPS.map((step, i) => neighboursKept(models[side], step) ?? keptHere(found[side], i + 1)),
      );
      return { measured: [...kept.ae, ...kept.vae], values: wordsOf(kept) };
    },
  };
}

/** Where it was not measured over the test set: whether this one is kept, in %. @param {Comparison} found @param {number} i */
const keptHere = ({ label }, i) => (label[i] === label[0] ? 100 : 0);

/** @param {Record<Side, number[]>} kept */
const wordsOf = ({ ae, vae }) => ({
  near_ae: format(ae[1], 0),
  near_vae: format(vae[1], 0),
  far_ae: format(ae[4], 0),
  far_vae: format(vae[4], 0),
});

/** @param {Side} side @param {Comparison} found */
function strip(side, found) {
  const row = element("div", `strip of-${side}`);
  row.append(element("h3", "", t(`lesson.${side}`)), ...found.label.map((_, i) => readCell(found, i)));
  return row;
}
