/** The two twins: the autoencoder and the VAE. */

/** @typedef {"ae" | "vae"} Side */

export const SIDES = /** @type {Side[]} */ (["ae", "vae"]);

/** Each of two things made from a side. @template T @param {(side: Side) => T} make @returns {Record<Side, T>} */
export const forBoth = (make) => ({ ae: make("ae"), vae: make("vae") });

/** The twin of a side. @param {Side} side @returns {Side} */
export const otherSide = (side) => (side === "ae" ? "vae" : "ae");
