/** A small step away: is it still the same digit? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { mountGallery } from "../instruments/gallery.js";
import { mountPair } from "../instruments/pair.js";
import { ringSquare } from "../instruments/ring.js";
import { digitCanvas, paint } from "../../charts/digit_image.js";
import { imageOf, neighbours } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { evenDirections, ring } from "../../core/ring.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

const STEP = 0.1; // sd

/** The share of neighbours at a step that keep their digit, over the whole test set, in %; undefined where not measured. @param {import("../../core/contract.js").Model} model @param {number} step */
export const keptAt = (model, step) => {
  const point = model.metrics.nearness?.step_curve.find((/** @type {any} */ one) => one.step === step);
  return point && 100 * point.label_kept.value;
};

/** @param {import("../lesson.js").Room} room @returns {Promise<import("../lesson.js").Mounted>} */
export async function mountNear({ stand, desk, parts, bench, onChange }) {
  const { models, clouds } = parts;
  let index = FIRST_DIGIT;
  let step = STEP;
  const pair = mountPair(stand);
  const tools = element("div", "tools");
  stand.append(tools);
  await showCentre();

  async function showCentre() {
    const found = await bench.compare(forBoth((side) => [clouds[side].codes[index].mu]));
    pair.fill((side) => {
      const canvas = digitCanvas(t("lesson.read", { label: found[side].label[0] }));
      paint(canvas, imageOf(found[side], 0));
      const box = element("div", "centre");
      box.append(canvas);
      return [box];
    });
  }
  async function showRing() {
    const codes = forBoth((side) => ring(clouds[side].codes[index].mu, step, models[side].sd, evenDirections));
    const found = await bench.compare(codes);
    pair.fill((side) => {
      const { kept, count, label } = neighbours(found[side]);
      const told = element("p", "told", t("lesson.near.kept", { kept, count, label }));
      return [ringSquare(found[side]), told];
    });
    return forBoth((side) => neighbours(found[side]));
  }
  /** Other digits and other steps, afterwards. */
  function mountTools() {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0.02, max: 1, step: 0.02 });
    slider.value = String(step);
    const shown = element("output", "", t("lesson.sd", { step: format(step, 2) }));
    slider.setAttribute("aria-label", t("lesson.near.step"));
    slider.addEventListener("input", () => {
      step = Number(slider.value);
      shown.textContent = t("lesson.sd", { step: format(step, 2) });
      showRing();
    });
    const label = element("label", "step-size", t("lesson.near.step"));
    label.append(slider, shown);
    const gallery = mountGallery(parts, {
      picked: index,
      onPick(picked) {
        index = picked;
        showRing();
      },
    });
    tools.replaceChildren(gallery.box, label);
  }

  return {
    words: { label: clouds.vae.codes[index].label, step: format(STEP, 1) },
    control: mountMarkers(desk, {
      series: SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) })),
      low: 0,
      high: 100,
      step: 1,
      decimals: 0,
      unit: "of 100 neighbours keep their digit",
      ends: [t("lesson.none"), t("lesson.all", { count: 100 })],
      onChange,
    }),
    async act() {
      const { ae, vae } = await showRing();
      mountTools();
      const shares = SIDES.map((side) => keptAt(models[side], STEP));
      const known = shares.every((share) => share !== undefined);
      const measured = known ? shares : [ae, vae].map(({ kept, count }) => (100 * kept) / count);
      const scope = t(known ? "lesson.over_all" : "lesson.over_this");
      return { measured, values: { ae: ae.kept, vae: vae.kept, count: ae.count, scope } };
    },
  };
}
