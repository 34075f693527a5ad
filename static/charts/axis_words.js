/** What is said of axes: how much each holds, and of those that hold nothing. */

import { deadOf } from "../core/axes.js";
import { format, t } from "../page/text.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/axes.js").Axis} Axis */

/** What an axis holds, in the unit of its kind of model. @param {Axis} axis */
export const heldBy = ({ held }) => format(held, 2);

/** What the figures are; where all axes have collapsed, that. @param {Axis[]} axes @param {Side} side */
export function unitOf(axes, side) {
  if (axes.every(({ isDead }) => isDead)) return t("axes.all_dead");
  return side === "vae" ? t("axes.held_vae") : t("axes.held_ae");
}

/** Why axes hold nothing; empty where all hold something. @param {Axis[]} axes @param {Side} side */
export function deadSentence(axes, side) {
  const { dead, what } = deadOf(axes, side);
  if (!dead) return "";
  const why = what === "prior" ? t("axes.dead_prior") : t("axes.dead_place");
  return `${why} ${side === "vae" ? t("axes.dead_rule_vae") : t("axes.dead_rule_ae")}`;
}

/** How many they are. @param {Axis[]} axes @param {Side} side */
export const deadCount = (axes, side) => t("axes.dead", { dead: deadOf(axes, side).dead, dims: axes.length });
