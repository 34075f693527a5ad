/** From a 4 to a 9: where along the way does the picture change its digit? */

import { mountMarkers } from "../controls/markers.js";
import { mountPair } from "../instruments/pair.js";
import { mountWalk } from "../instruments/walk.js";
import { labelRuns, turnOf } from "../../core/label_runs.js";
import { straight } from "../../core/paths.js";
import { forBoth, SIDES } from "../../core/sides.js";
import { format, t } from "../../page/text.js";

/** @typedef {import("../../core/sides.js").Side} Side */

const [FROM, TO] = [4, 9];
const TRIES = 24; // digits of a class, of which the first is taken that both models rebuild as such
const STOPS = 51; // along the way
const SHARES = Array.from({ length: STOPS }, (_, i) => i / (STOPS - 1)); // of the way

/** @param {import("../steps.js").Room} room @returns {Promise<import("../steps.js").Mounted>} */
export async function mountBetween({ stand, desk, parts: { clouds }, bench, onChange }) {
  const digits = [await clearDigit(clouds, bench, FROM), await clearDigit(clouds, bench, TO)];
  const ends = forBoth((side) => digits.map((i) => clouds[side].codes[i].mu));
  const along = (/** @type {Side} */ side, /** @type {number[]} */ shares) =>
    straight(ends[side][0], ends[side][1], shares);
  const atEnds = await bench.compare(ends);
  const walks = forBoth((side) =>
    mountWalk(atEnds[side], (share, show) => bench.follow(side, along(side, [share])[0], show)),
  );
  mountPair(stand).fill((side) => [walks[side].box]);

  return {
    words: { from: FROM, to: TO },
    control: mountMarkers(desk, {
      unit: "% of the way",
      suffix: "%",
      ends: [t("lesson.between.start", { label: FROM }), t("lesson.between.end", { label: TO })],
      onChange,
    }),
    async act() {
      const found = await bench.compare(forBoth((side) => along(side, SHARES)));
      for (const side of SIDES) walks[side].show(found[side]);
      const [ae, vae] = SIDES.map((side) => 100 * SHARES[turnOf(found[side].label)]);
      const values = { ae: format(ae, 0), vae: format(vae, 0), from: FROM };
      const passed = forBoth((side) =>
        labelRuns(found[side].label)
          .map(({ label }) => label)
          .join(" → "),
      );
      return { measured: [ae, vae], values, words: { passed_ae: passed.ae, passed_vae: passed.vae } };
    },
  };
}

/** The first of a class in the sample that both models rebuild as such, by the judge. @param {import("../steps.js").DigitParts["clouds"]} clouds @param {import("../bench.js").Bench} bench @param {number} label */
async function clearDigit(clouds, bench, label) {
  const indices = clouds.vae.codes.flatMap((code, i) => (code.label === label ? [i] : [])).slice(0, TRIES);
  const found = await bench.compare(forBoth((side) => indices.map((i) => clouds[side].codes[i].mu)));
  const clear = indices.findIndex((_, i) => SIDES.every((side) => found[side].label[i] === label));
  return indices[Math.max(clear, 0)];
}
