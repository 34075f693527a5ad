/** A small step away: is it still the same digit? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { legend } from "../instruments/legend.js";
import { mountPair } from "../instruments/pair.js";
import { ringSquare } from "../instruments/ring.js";
import { stepTools } from "../instruments/step_tools.js";
import { rich } from "../rich.js";
import { picture } from "../../charts/digit_image.js";
import { imageOf, neighbours } from "../../core/comparison.js";
import { FIRST_DIGIT } from "../../core/gallery.js";
import { allKnown, neighboursKept } from "../../core/measured.js";
import { evenDirections, ring } from "../../core/ring.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { newestOnly } from "../../net/newest_only.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/comparison.js").Comparison} Comparison */
/** @typedef {import("../instruments/step_tools.js").Asked} Asked */

const STEP = 0.1; // sd

/** @param {import("../steps.js").Room} room @returns {Promise<import("../steps.js").Mounted>} */
export async function mountNear({ stand, desk, parts, bench, onChange, later }) {
  const { models, clouds } = parts;
  const pair = mountPair(stand);
  const [around, tools] = [element("p", "told around"), element("div", "tools")];
  stand.append(around, tools);
  const centre = await bench.compare(forBoth((side) => [clouds[side].codes[FIRST_DIGIT].mu]));
  pair.fill((side) => [centreBox(centre[side])]);
  const known = allKnown(SIDES.map((side) => neighboursKept(models[side], STEP)));
  const words = { label: clouds.vae.codes[FIRST_DIGIT].label, step: format(STEP, 1) };

  /** @param {Asked} asked */
  const decoded = ({ index, step }) =>
    bench.compare(forBoth((side) => ring(clouds[side].codes[index].mu, step, models[side].sd, evenDirections)));
  /** @param {Asked} asked @param {Record<import("../../core/sides.js").Side, Comparison>} found */
  function show({ index, step }, found) {
    const own = clouds.vae.codes[index].label;
    pair.fill((side) => [ringSquare(found[side]), told(found[side], own)]);
    around.replaceChildren(...rich(t("lesson.near.around", { label: own, step: format(step, 2) })));
  }
  const showNewest = newestOnly(async (/** @type {Asked} */ asked) => show(asked, await decoded(asked)));

  return {
    words,
    control: mountMarkers(desk, {
      unit: "of 100 neighbours keep their digit",
      note: t(known ? "lesson.near.over_all" : "lesson.over_this", words),
      onChange,
    }),
    async act() {
      const asked = { index: FIRST_DIGIT, step: STEP };
      const found = await decoded(asked);
      show(asked, found);
      tools.replaceChildren(...stepTools(parts, asked, (next) => later(() => showNewest(next))), keyToRings());
      const { ae, vae } = forBoth((side) => neighbours(found[side]));
      const measured = known ?? [ae, vae].map(({ kept, count }) => (100 * kept) / count);
      return { measured, values: { ...words, ae: ae.kept, vae: vae.kept, count: ae.count }, words };
    },
  };
}

const keyToRings = () => legend(["corner", t("lesson.corner")], ["lost", t("lesson.near.other")]);

/** @param {Comparison} found */
function centreBox(found) {
  const box = element("div", "centre");
  box.append(picture(imageOf(found, 0), t("lesson.read", { label: found.label[0] })));
  return box;
}

/** How many read as the middle does, and whether that is the digit at all. @param {Comparison} found @param {number} own label of the digit */
function told(found, own) {
  const { kept, count, label } = neighbours(found);
  const key = label === own ? "lesson.near.kept" : "lesson.near.kept_other";
  return element("p", "told", t(key, { kept, count, label, own }));
}
