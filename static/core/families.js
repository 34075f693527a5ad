/** Which models can be shown: VAEs with their twin, in families whose members differ in β alone. Pure: no DOM. */

/** @typedef {import("./contract.js").Model} Model */
/** @typedef {Record<import("./sides.js").Side, Model>} Twins */

/**
 * Every VAE that has its twin here, beside it.
 * @param {Model[]} models @returns {Twins[]}
 */
export function twins(models) {
  return models.flatMap((vae) => {
    const ae = models.find(
      ({ id, kind, latent_dim }) => kind === "ae" && id === vae.twin && latent_dim === vae.latent_dim,
    );
    return vae.kind === "vae" && ae ? [{ ae, vae }] : [];
  });
}

/** @param {Twins} pair */
const familyName = ({ vae }) => [vae.likelihood, String(vae.latent_dim).padStart(6, "0"), vae.twin].join(" ");

/**
 * The families, few dimensions first, each from the smallest β to the largest.
 * @param {Model[]} models @returns {Twins[][]}
 */
export function families(models) {
  const all = twins(models).sort((a, b) => a.vae.beta - b.vae.beta);
  const names = [...new Set(all.map(familyName))].sort();
  return names.map((name) => all.filter((pair) => familyName(pair) === name));
}

/**
 * The member that is a VAE in the usual sense: its β is nearest to 1 by ratio.
 * @param {Twins[]} family @returns {Twins}
 */
export function plain(family) {
  const away = (/** @type {Twins} */ { vae }) => Math.abs(Math.log(vae.beta || Number.MIN_VALUE));
  return family.reduce((best, pair) => (away(pair) < away(best) ? pair : best));
}

/**
 * The pair whose VAE has the id, else the first family's plain one; undefined where there is none.
 * @param {Twins[][]} all @param {string | null} id @returns {Twins | undefined}
 */
export function choose(all, id) {
  return all.flat().find(({ vae }) => vae.id === id) ?? (all[0] && plain(all[0]));
}
