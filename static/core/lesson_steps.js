/** The steps of the lesson, and the models that each stands on: where its effect is real. Pure. */

import { NAMES } from "./lesson_names.js";
import { isMeasured } from "./measured.js";

/** @typedef {import("./families.js").Twins} Twins */
/**
 * @typedef {{
 *   id: string,
 *   pairs: string[],
 *   isPlanar?: boolean,
 *   isMeasured?: boolean,
 * }} Step pairs: VAEs, the first that is there is shown; none: any will do; isPlanar: it needs two
 *   latent dimensions; isMeasured: it needs what `evaluate` finds
 */

const SMALL = ["vae-2d"];
const WIDE = ["vae-2d-beta-4", "vae-2d"]; // at β = 4 a digit's σ is wide enough to be seen
const LARGE = ["vae-16d", "vae-2d"];

/** @type {Record<string, Omit<Step, "id">>} */
const NEEDS = {
  point: { pairs: SMALL, isPlanar: true },
  between: { pairs: SMALL },
  random: { pairs: LARGE },
  near: { pairs: SMALL, isPlanar: true },
  curve: { pairs: SMALL, isMeasured: true },
  spread: { pairs: WIDE, isPlanar: true },
  noise: { pairs: WIDE },
  symbols: { pairs: [] },
  rebuild: { pairs: LARGE, isMeasured: true },
  loss: { pairs: SMALL, isMeasured: true },
  beta: { pairs: SMALL, isMeasured: true },
  end: { pairs: [] },
};

/** @type {Step[]} */
export const STEPS = NAMES.map((id) => ({ id, ...NEEDS[id] }));

/** A curve over β is drawn over this many VAEs at least. */
const FEWEST = 3;

/** Whether a step can be shown on a pair. @param {Step} step @param {Twins} pair */
export const standsOn = ({ isPlanar, isMeasured: needs }, { ae, vae }) =>
  (!isPlanar || vae.latent_dim === 2) && (!needs || (isMeasured(ae) && isMeasured(vae)));

/** The VAEs that differ from a pair's in β alone, and were measured, with their own pairs. @param {Twins[][]} offered @param {Twins} pair */
export const betasOf = (offered, { vae: { id } }) =>
  (offered.find((family) => family.some(({ vae }) => vae.id === id)) ?? []).filter(({ vae }) => isMeasured(vae));

/** The pair of many dimensions, where it is there and was measured. @param {Twins[][]} offered */
export const largeOf = (offered) =>
  offered.flat().find(({ ae, vae }) => vae.id === LARGE[0] && isMeasured(ae) && isMeasured(vae));

/** The steps that can be shown with these families. @param {Twins[][]} offered */
export const stepsWith = (offered) =>
  STEPS.filter((step) => {
    const pair = pairOf(step, offered.flat());
    return pair && (step.id !== "beta" || betasOf(offered, pair).length >= FEWEST);
  });

/** The step before or after one; undefined beyond the ends. @param {Step[]} steps @param {string} id @param {1 | -1} way */
export const stepBeside = (steps, id, way) =>
  /** @type {string | undefined} */ (steps[steps.findIndex((one) => one.id === id) + way]?.id);

/**
 * The pair that a step is shown on: its first that is there, else the one on show, else any that it can stand on.
 * @param {Step} step @param {Twins[]} pairs @param {Twins} [shown] @returns {Twins | undefined}
 */
export function pairOf(step, pairs, shown) {
  const able = [
    ...step.pairs.flatMap((id) => pairs.filter(({ vae }) => vae.id === id)),
    ...(shown ? [shown] : []),
    ...pairs,
  ];
  return able.find((pair) => standsOn(step, pair));
}
