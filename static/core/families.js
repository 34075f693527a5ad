/** What can be shown: VAEs, each beside an autoencoder of the same images, in families that differ in β alone, and models by themselves. Pure. */

import { MNIST } from "./mnist.js";
import { forBoth } from "./sides.js";

/** @typedef {import("./contract.js").Model} Model */
/** @typedef {Record<import("./sides.js").Side, Model>} Twins */

/** The families of digits whose weights are ours, to which the lesson belongs. @param {Twins[][]} all */
export const ofDigits = (all) => all.filter(([{ ae, vae }]) => vae.images.id === MNIST && ae.weights && vae.weights);

/** Whether both are of the same images. @param {Model} a @param {Model} b */
const ofSameImages = (a, b) => a.images.id === b.images.id;

/**
 * Pair each VAE with its twin, an autoencoder of as many dimensions. Where that is missing another one stands in, of as
 * many dimensions and the same likelihood. A model for which there is none is by itself.
 * @param {Model[]} models @returns {Twins[]}
 */
export function twins(models) {
  const pairs = pairsOf(models);
  const paired = pairs.flatMap(({ ae, vae }) => [ae.id, vae.id]);
  return [...pairs, ...models.filter(({ id }) => !paired.includes(id)).map(byItself)];
}

/** @param {Model[]} models @returns {Twins[]} */
function pairsOf(models) {
  return models.flatMap((vae) => {
    const like = models.filter(
      (one) => one.kind === "ae" && one.latent_dim === vae.latent_dim && ofSameImages(one, vae),
    );
    const ae =
      like.find(({ id }) => id === vae.twin) ??
      like.find(({ twin }) => twin === vae.id) ??
      like.find(({ likelihood }) => likelihood === vae.likelihood);
    return vae.kind === "vae" && ae ? [{ ae, vae }] : [];
  });
}

/** A model with a copy of itself on the other side, where nobody sees it. @param {Model} model @returns {Twins} */
const byItself = (model) =>
  forBoth((side) => (side === model.kind ? model : { ...model, kind: side, copies: model.kind }));

/** The kind of a model that is shown by itself; null where there are two. @param {Twins} pair */
export const alone = ({ ae, vae }) => ae.copies ?? vae.copies ?? null;

/** Whether one names the other as its twin; else the autoencoder stands in for one. @param {Twins} pair */
export const areTwins = ({ ae, vae }) => ae.id === vae.twin || ae.twin === vae.id;

/**
 * Its place among families: digits first; a VAE beside a stand-in, or of a β that is not known, is a family of its own,
 * after twins.
 * @param {Twins} pair
 */
const familyName = (pair) => {
  const { likelihood, latent_dim: dims, id, images, beta } = pair.vae;
  const set = images.id === MNIST ? "" : images.id;
  return [
    set,
    likelihood,
    String(dims).padStart(6, "0"),
    areTwins(pair) && beta !== null ? pair.ae.id : `~ ${id}`,
  ].join(" ");
};

/** A pair's β; where it is not known, that of most. @param {Twins} pair */
const betaOf = ({ vae }) => vae.beta ?? 1;

/**
 * The families, sorted by their images, likelihood and number of dimensions, each by increasing β.
 * @param {Model[]} models @returns {Twins[][]}
 */
export function families(models) {
  const all = twins(models).sort((a, b) => betaOf(a) - betaOf(b));
  const names = [...new Set(all.map(familyName))].sort();
  return names.map((name) => all.filter((pair) => familyName(pair) === name));
}

/**
 * The member closest to a standard VAE: its β is nearest to 1 by ratio.
 * @param {Twins[]} family @returns {Twins}
 */
export function plain(family) {
  const away = (/** @type {Twins} */ pair) => Math.abs(Math.log(betaOf(pair) || Number.MIN_VALUE));
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
export const nextBeta = (all, pair) =>
  all.find((family) => family.some(({ vae }) => vae.id === pair.vae.id))?.find((one) => betaOf(one) > betaOf(pair));

/**
 * The plain pair like this one, of the next larger number of dimensions, if there is one.
 * @param {Twins[][]} all @param {Twins} pair
 */
export const deeper = (all, { vae: shown }) =>
  all
    .map(plain)
    .filter(({ vae }) => ofSameImages(vae, shown) && vae.likelihood === shown.likelihood)
    .filter(({ vae }) => vae.latent_dim > shown.latent_dim)
    .sort((a, b) => a.vae.latent_dim - b.vae.latent_dim)
    .at(0);
