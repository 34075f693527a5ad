/** The steps of the lesson, in the lecture's order, and the models that each stands on: where its effect is real. Pure. */

/**
 * @typedef {{
 *   id: string,
 *   pairs: string[],
 *   lecture: string,
 * }} Step pairs: VAEs, the first that is there is shown; none: any will do; lecture: where the recording says it, min:s
 */

const SMALL = ["vae-2d"];
const WIDE = ["vae-2d-beta-4", "vae-2d"]; // at β = 4 a digit's σ is wide enough to be seen
const LARGE = ["vae-16d", "vae-2d"];

/** @type {Step[]} */
export const STEPS = [
  { id: "point", pairs: SMALL, lecture: "0:37" },
  { id: "between", pairs: SMALL, lecture: "1:40" },
  { id: "random", pairs: LARGE, lecture: "2:08" },
  { id: "near", pairs: SMALL, lecture: "2:23" },
  { id: "curve", pairs: SMALL, lecture: "3:44" },
  { id: "spread", pairs: WIDE, lecture: "4:04" },
  { id: "noise", pairs: WIDE, lecture: "5:16" },
  { id: "symbols", pairs: [], lecture: "8:54" },
  { id: "rebuild", pairs: LARGE, lecture: "10:32" },
  { id: "loss", pairs: SMALL, lecture: "9:50" },
  { id: "beta", pairs: SMALL, lecture: "11:14" },
  { id: "end", pairs: [], lecture: "" },
];

const IDS = STEPS.map(({ id }) => id);
export const FIRST_STEP = IDS[0];

/** The id of a step, or undefined. @param {string} text */
export const stepNamed = (text) => IDS.find((id) => id === text);

/** A curve over β is drawn over this many VAEs at least. */
const FEWEST = 3;

/**
 * The steps that can be shown with these pairs: the one on β needs VAEs that differ in it alone.
 * @param {{ae: {id: string}, vae: {id: string}}[]} pairs
 */
export function stepsWith(pairs) {
  const [plain] = SMALL;
  const twin = pairs.find(({ vae }) => vae.id === plain)?.ae.id;
  const family = pairs.filter(({ ae }) => ae.id === twin);
  return STEPS.filter(({ id }) => id !== "beta" || family.length >= FEWEST);
}

/** The step before or after one; undefined beyond the ends. @param {Step[]} steps @param {string} id @param {1 | -1} way */
export const stepBeside = (steps, id, way) =>
  /** @type {string | undefined} */ (steps[steps.findIndex((one) => one.id === id) + way]?.id);

/**
 * The pair that a step is shown on: its first that is there, else the one on show.
 * @template {{vae: {id: string}}} T @param {Step} step @param {T[]} pairs @param {T} shown @returns {T}
 */
export const pairOf = (step, pairs, shown) =>
  step.pairs.map((id) => pairs.find(({ vae }) => vae.id === id)).find(Boolean) ?? shown;
