/** Which of a pair's figures are shown: the models' own, or those pooled over seeds. Pure. */

import { SIDES, forBoth } from "./sides.js";

/** @typedef {Record<import("./sides.js").Side, import("./contract.js").Model>} Models */

/** Whether a model's metrics hold all that the panel can't do without. @param {any} metrics */
const isWhole = ({ test, nearness }) =>
  Boolean(test && nearness?.neighbours && nearness.step_curve && nearness.step_curve_mad);

/** null: they were not all measured. @param {Models} models @param {Pick<import("./state.js").State, "seeds" | "unit">} state @returns {import("./showcase.js").Evidence | null} */
export function chosenEvidence(models, { seeds, unit }) {
  if (!SIDES.every((side) => isWhole(models[side].metrics))) return null;
  const pooled = seeds && models.vae.seeds.vae ? models.vae.seeds : null;
  return { metrics: forBoth((side) => (pooled ? pooled[side] : models[side].metrics)), unit };
}
