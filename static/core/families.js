/** The models that can be shown: VAEs, each beside an autoencoder, in families that differ in β alone. Pure. */

/** @typedef {import("./contract.js").Model} Model */
/** @typedef {Record<import("./sides.js").Side, Model>} Twins */

const DIGITS = "mnist"; // the one image set that the page draws so far

/** Whether its images are MNIST's digits. @param {Model} model */
const isOfDigits = ({ images }) => (images?.id ?? DIGITS) === DIGITS;

/** The models of other images, which the page can't show yet. @param {Model[]} models */
export const ofOtherImages = (models) => models.filter((model) => !isOfDigits(model));

/**
 * Pair each VAE with its twin, an autoencoder of as many dimensions. Where that is missing another one stands in, of as
 * many dimensions and the same likelihood; a VAE for which there is none is left out.
 * @param {Model[]} models @returns {Twins[]}
 */
export function twins(models) {
  const shown = models.filter(isOfDigits);
  return shown.flatMap((vae) => {
    const like = shown.filter(({ kind, latent_dim }) => kind === "ae" && latent_dim === vae.latent_dim);
    const ae =
      like.find(({ id }) => id === vae.twin) ??
      like.find(({ twin }) => twin === vae.id) ??
      like.find(({ likelihood }) => likelihood === vae.likelihood);
    return vae.kind === "vae" && ae ? [{ ae, vae }] : [];
  });
}

/** Whether one names the other as its twin; else the autoencoder stands in for one. @param {Twins} pair */
export const areTwins = ({ ae, vae }) => ae.id === vae.twin || ae.twin === vae.id;

/**
 * The models of digits that are in no pair, and so can't be shown.
 * @param {Model[]} models @returns {Model[]}
 */
export function unpaired(models) {
  const shown = twins(models).flatMap(({ ae, vae }) => [ae.id, vae.id]);
  return models.filter((model) => isOfDigits(model) && !shown.includes(model.id));
}

/** A VAE beside a stand-in is a family of its own, after those of twins. @param {Twins} pair */
const familyName = (pair) => {
  const { likelihood, latent_dim: dims, id } = pair.vae;
  return [likelihood, String(dims).padStart(6, "0"), areTwins(pair) ? pair.ae.id : `~ ${id}`].join(" ");
};

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

/**
 * The next member of a pair's family by β, if there is one.
 * @param {Twins[][]} all @param {Twins} pair
 */
export const nextBeta = (all, { vae }) =>
  all.find((family) => family.some((one) => one.vae.id === vae.id))?.find((one) => one.vae.beta > vae.beta);

/**
 * The plain pair like this one, of the next larger number of dimensions, if there is one.
 * @param {Twins[][]} all @param {Twins} pair
 */
export const deeper = (all, { vae: { likelihood, latent_dim: dims } }) =>
  all
    .map(plain)
    .filter(({ vae }) => vae.likelihood === likelihood && vae.latent_dim > dims)
    .sort((a, b) => a.vae.latent_dim - b.vae.latent_dim)
    .at(0);
