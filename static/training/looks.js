/** The sentence that says what to look for: of the start that was chosen, then of what is turned. */

import { short, t } from "../page/text.js";

/** @typedef {import("../core/training_settings.js").Settings} Settings */
/** @typedef {import("../core/training_knobs.js").Start} Start */

/** @param {Start} start */
export const lookOfStart = (start) => t(`training.look_${start}`);

/** @param {Partial<Settings>} patch @param {Settings} before */
export function lookOfTurn({ beta, rate, noise, likelihood }, before) {
  if (beta !== undefined) return lookOfBeta(beta, before.beta);
  if (rate !== undefined) return t("training.look_rate", { rate: short(rate) });
  if (noise !== undefined)
    return t(noise ? "training.look_noise" : "training.look_noise_zero", { noise: short(noise) });
  return t(`training.look_${likelihood}`);
}

/** @param {number} beta @param {number} before */
function lookOfBeta(beta, before) {
  if (beta === 0) return t("training.look_beta_zero");
  return t(beta > before ? "training.look_beta_up" : "training.look_beta_down", { beta: short(beta) });
}
