/** Longer and longer steps: how fast is a digit lost? The visitor draws it, over the whole test set. */

import { mountCurve } from "../controls/curve.js";
import { bothModels } from "../controls/series.js";
import { element, figure } from "../element.js";
import { legend } from "../instruments/legend.js";
import { readCell } from "../instruments/read_cell.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { largeOf } from "../../core/lesson_steps.js";
import { neighboursKept, randomSure } from "../../core/measured.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, short, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const STEPS = [0.05, 0.1, 0.2, 0.5, 1]; // sd, as `evaluate` measures them
const NEAR = 0.1; // of them

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountCurveStep({ stand, parts: { models, clouds, offered, api }, bench, onChange }) {
  const [plot, strips] = [element("div"), element("div", "strips")];
  stand.replaceChildren(plot, strips);

  const { label } = clouds.vae.codes[FIRST_DIGIT];

  /** The digit, moved to the right by each step. @param {Side} side */
  function moved(side) {
    const [first, ...others] = clouds[side].codes[FIRST_DIGIT].mu;
    return [0, ...STEPS].map((step) => [first + step * models[side].sd[0], ...others]);
  }

  return {
    control: mountCurve(plot, {
      series: bothModels(),
      ids: STEPS.map(String),
      places: STEPS.map(short),
      spoken: (model, step) => t("lesson.curve.point", { model, step }),
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
      strips.replaceChildren(...SIDES.map((side) => strip(side, found[side], label)), keyToStrips());
      const kept = forBoth((side) =>
        STEPS.map((step, i) => neighboursKept(models[side], step) ?? keptHere(found[side], i + 1)),
      );
      const words = { room: await inMoreDimensions(largeOf(offered), api) };
      return { measured: [...kept.ae, ...kept.vae], values: wordsOf(kept), words };
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

/**
 * What is found with more numbers for a picture, in words; empty where no such models were measured.
 * @param {import("../../core/families.js").Twins | undefined} pair @param {import("../../net/api.js").Api} api
 */
async function inMoreDimensions(pair, api) {
  if (!pair) return "";
  const [ae, vae] = await Promise.all(SIDES.map((side) => api.model(pair[side].id)));
  const figures = [neighboursKept(ae, NEAR), neighboursKept(vae, NEAR), randomSure(ae), randomSure(vae)];
  if (figures.includes(undefined)) return "";
  const [near_ae, near_vae] = [figures[0], figures[1]].map((one) => format(Number(one), 1));
  const [sure_ae, sure_vae] = [figures[2], figures[3]].map((one) => format(Number(one), 0));
  return `\n${t("lesson.curve.room", { dims: vae.latent_dim, near_ae, near_vae, sure_ae, sure_vae, step: short(NEAR) })}`;
}

const keyToStrips = () => legend(["corner", t("lesson.corner")], ["lost", t("lesson.near.other")]);

/** The images below the places of the plot, that of no step before them. @param {Side} side @param {Comparison} found @param {number} label */
function strip(side, found, label) {
  const row = element("div", `strip of-${side}`);
  const names = [0, ...STEPS].map(short);
  row.append(
    element("h3", "", t("lesson.curve.moved", { model: t(`lesson.${side}`), label })),
    ...names.map((name, i) => figure(readCell(found, i), name)),
  );
  return row;
}
