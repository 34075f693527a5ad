/** The models that can be shown: VAEs with their twins, in families that differ in β alone. Pure. */

/** @typedef {import("./contract.js").Model} Model */
/** @typedef {Record<import("./sides.js").Side, Model>} Twins */

/**
 * Pair each VAE with its twin, an autoencoder of as many dimensions; a VAE whose twin is missing is left out.
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
 * The families, sorted by likelihood and number of dimensions, each by increasing β.
 * @param {Model[]} models @returns {Twins[][]}
 */
export function families(models) {
  const all = twins(models).sort((a, b) => a.vae.beta - b.vae.beta);
  const names = [...new Set(all.map(familyName))].sort();
  return names.map((name) => all.filter((pair) => familyName(pair) === name));
}

/**
 * The member closest to a standard VAE: its β is nearest to 1 by ratio.
 * @param {Twins[]} family @returns {Twins}
 */
export function plain(family) {
  const away = (/** @type {Twins} */ { vae }) => Math.abs(Math.log(vae.beta || Number.MIN_VALUE));
  return family.reduce((best, pair) => (away(pair) < away(best) ? pair : best));
}

/**
 * The pair whose VAE has this id, else the first family's plain one; undefined if there are no families.
 * @param {Twins[][]} all @param {string | null} id @returns {Twins | undefined}
 */
export function choose(all, id) {
  return all.flat().find(({ vae }) => vae.id === id) ?? (all[0] && plain(all[0]));
}
