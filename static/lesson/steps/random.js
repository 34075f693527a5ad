/** Random codes: how many of a hundred decode to a digit? */

import { mountMarkers } from "../controls/markers.js";
import { element } from "../element.js";
import { mountPair } from "../instruments/pair.js";
import { legend } from "../instruments/legend.js";
import { wall } from "../instruments/wall.js";
import { LIMITS } from "../../core/comparison.js";
import { allKnown, randomSure } from "../../core/measured.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

/** @typedef {import("../../core/comparison.js").Comparison} Comparison */

const DRAWS = 100;

/** @param {import("../steps.js").Room} room @returns {import("../steps.js").Mounted} */
export function mountRandom({ stand, desk, parts: { models, api }, bench, onChange, signal }) {
  const pair = mountPair(stand);
  pair.fill(() => [element("div", "wall mystery")]);
  const known = allKnown(SIDES.map((side) => randomSure(models[side])));
  return {
    words: { dims: models.vae.latent_dim, draws: DRAWS },
    control: mountMarkers(desk, {
      unit: "of 100 random codes look like a digit",
      note: t(known ? "lesson.over_draws" : "lesson.over_this"),
      onChange,
    }),
    async act() {
      const wanted = { n: DRAWS, seed: 0, fitted: true, images: false };
      const [ae, vae] = await Promise.all(SIDES.map((side) => api.sample(models[side].id, wanted, signal)));
      const found = await bench.compare({ ae: ae.z, vae: vae.z });
      pair.fill((side) => draws(found[side]));
      const sure = forBoth((side) => sureOf(found[side]).filter(Boolean).length);
      stand.append(legend(["corner", t("lesson.corner")], ["lost", t("lesson.random.unsure")]));
      return { measured: known ?? [sure.ae, sure.vae], values: { ...sure, draws: DRAWS } };
    },
  };
}

/** Of which images the judge is sure. @param {Comparison} found */
const sureOf = ({ confidence }) => confidence.map((probability) => probability >= LIMITS.sure);

/** @param {Comparison} found */
function draws(found) {
  const isSure = sureOf(found);
  const count = isSure.filter(Boolean).length;
  const told = element("p", "told", t("lesson.random.sure", { count, draws: DRAWS }));
  return [told, wall(found, { isLost: (i) => !isSure[i] })];
}
