/** A small step away: is it still the same digit? */

import { mountMarkers } from "../controls/markers.js";
import { element, slider } from "../element.js";
import { gallery } from "../instruments/gallery.js";
import { mountPair } from "../instruments/pair.js";
import { ringSquare } from "../instruments/ring.js";
import { picture } from "../../charts/digit_image.js";
import { imageOf, neighbours } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { allKnown, neighboursKept } from "../../core/measured.js";
import { evenDirections, ring } from "../../core/ring.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { newestOnly } from "../../net/newest_only.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/comparison.js").Comparison} Comparison */
/** @typedef {{index: number, step: number}} Asked a digit of the sample, and how far from it, sd */

const STEP = 0.1; // sd
const STEPS = { low: 0.02, high: 1, step: 0.02, value: STEP };

/** @param {import("../steps.js").Room} room @returns {Promise<import("../steps.js").Mounted>} */
export async function mountNear({ stand, desk, parts, bench, onChange, later }) {
  const { models, clouds } = parts;
  const pair = mountPair(stand);
  const tools = element("div", "tools");
  stand.append(tools);
  const centre = await bench.compare(forBoth((side) => [clouds[side].codes[FIRST_DIGIT].mu]));
  pair.fill((side) => [centreBox(centre[side])]);

  /** @param {Asked} asked */
  const around = ({ index, step }) =>
    bench.compare(forBoth((side) => ring(clouds[side].codes[index].mu, step, models[side].sd, evenDirections)));
  /** @param {Record<import("../../core/sides.js").Side, Comparison>} found */
  const show = (found) => pair.fill((side) => [ringSquare(found[side]), told(found[side])]);
  const showNewest = newestOnly(async (/** @type {Asked} */ asked) => show(await around(asked)));

  return {
    words: { label: clouds.vae.codes[FIRST_DIGIT].label, step: format(STEP, 1) },
    control: mountMarkers(desk, { unit: "of 100 neighbours keep their digit", onChange }),
    async act() {
      const found = await around({ index: FIRST_DIGIT, step: STEP });
      show(found);
      tools.replaceChildren(...toolsOf(parts, (asked) => later(showNewest(asked))));
      const { ae, vae } = forBoth((side) => neighbours(found[side]));
      const known = allKnown(SIDES.map((side) => neighboursKept(models[side], STEP)));
      const scope = t(known ? "lesson.over_all" : "lesson.over_this");
      const measured = known ?? [ae, vae].map(({ kept, count }) => (100 * kept) / count);
      return { measured, values: { ae: ae.kept, vae: vae.kept, count: ae.count, scope } };
    },
  };
}

/** @param {Comparison} found */
function centreBox(found) {
  const box = element("div", "centre");
  box.append(picture(imageOf(found, 0), t("lesson.read", { label: found.label[0] })));
  return box;
}

/** @param {Comparison} found */
function told(found) {
  const { kept, count, label } = neighbours(found);
  return element("p", "told", t("lesson.near.kept", { kept, count, label }));
}

/** Other digits and other steps, afterwards. @param {import("../../features/channels.js").Parts} parts @param {(asked: Asked) => void} onAsk */
function toolsOf(parts, onAsk) {
  let asked = { index: FIRST_DIGIT, step: STEP };
  const ask = (/** @type {Partial<Asked>} */ patch) => onAsk((asked = { ...asked, ...patch }));
  const words = (/** @type {number} */ step) => t("lesson.sd", { step: format(step, 2) });
  const label = element("label", "step-size", t("lesson.near.step"));
  const input = slider(t("lesson.near.step"), STEPS);
  const shown = element("output", "", words(STEP));
  input.addEventListener("input", () => {
    shown.textContent = words(Number(input.value));
    ask({ step: Number(input.value) });
  });
  label.append(input, shown);
  return [gallery(parts, { picked: FIRST_DIGIT, onPick: (index) => ask({ index }) }), label];
}
