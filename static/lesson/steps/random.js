/** Random codes: how many of a hundred decode to a digit? */

import { mountMarkers } from "../controls/markers.js";
import { mountPair } from "../instruments/pair.js";
import { wall } from "../instruments/wall.js";
import { element } from "../element.js";
import { LIMITS } from "../../core/comparison.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { t } from "../../page/text.js";

const DRAWS = 100;

/** @param {import("../lesson.js").Room} room @returns {import("../lesson.js").Mounted} */
export function mountRandom({ stand, desk, parts: { models, api }, bench, onChange, signal }) {
  const pair = mountPair(stand);
  const mysteries = () => element("div", "wall mystery");
  pair.fill(() => [mysteries()]);
  const { latent_dim: dims } = models.vae;
  return {
    words: { dims, draws: DRAWS },
    control: mountMarkers(desk, {
      series: SIDES.map((side) => ({ id: side, name: t(`lesson.${side}`) })),
      low: 0,
      high: 100,
      step: 1,
      decimals: 0,
      unit: "of 100 random codes look like a digit",
      ends: [t("lesson.none"), t("lesson.all", { count: DRAWS })],
      onChange,
    }),
    async act() {
      const wanted = { n: DRAWS, seed: 0, fitted: true, images: false };
      const [ae, vae] = await Promise.all(SIDES.map((side) => api.sample(models[side].id, wanted, signal)));
      const found = await bench.compare({ ae: ae.z, vae: vae.z });
      const isSure = (/** @type {import("../../core/sides.js").Side} */ side, /** @type {number} */ i) =>
        found[side].confidence[i] >= LIMITS.sure;
      const sure = forBoth((side) => found[side].label.filter((_, i) => isSure(side, i)).length);
      pair.fill((side) => {
        const told = element("p", "told", t("lesson.random.sure", { count: sure[side], draws: DRAWS }));
        return [told, wall(found[side], { isLost: (i) => !isSure(side, i) })];
      });
      const shares = SIDES.map((side) => models[side].metrics.nearness?.holes?.fitted.judge_sure.value);
      const known = shares.every((share) => share !== undefined);
      const measured = known ? shares.map((share) => 100 * share) : [sure.ae, sure.vae];
      const scope = t(known ? "lesson.over_draws" : "lesson.over_this");
      return { measured, values: { ...sure, draws: DRAWS, scope } };
    },
  };
}
