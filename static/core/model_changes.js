/** What became of the models on show, by the server's newest list. Pure. */

import { choose, families } from "./families.js";
import { SIDES } from "./sides.js";

/** @typedef {import("./contract.js").Model} Model */
/** @typedef {import("./families.js").Twins} Twins */
/**
 * @typedef {{gone: string[], replaced: string[], instead: string | null}} Change
 *   gone, replaced: ids of models on show, the latter with other weights now; instead: the VAE to show now
 */

/**
 * Null where both are what they were.
 * @param {Twins} shown @param {Model[]} models @returns {Change | null}
 */
export function changeOf(shown, models) {
  const now = (/** @type {Model} */ { id }) => models.find((model) => model.id === id);
  const both = SIDES.map((side) => shown[side]);
  const gone = both.filter((model) => !now(model));
  const replaced = both.filter((model) => now(model) && now(model)?.revision !== model.revision);
  if (!gone.length && !replaced.length) return null;
  const names = (/** @type {Model[]} */ some) => [...new Set(some.map(({ id }) => id))];
  const instead = choose(families(models), shown.vae.id)?.vae.id ?? null;
  return { gone: names(gone), replaced: names(replaced), instead };
}

/** The id that a link names, where another model is shown. @param {string | null} named @param {Twins} shown */
export const missing = (named, shown) => (named === shown.vae.id ? null : named);
