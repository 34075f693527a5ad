/** The two models on show: an autoencoder and its twin, a VAE. */

/** @typedef {"ae" | "vae"} Side */

export const SIDES = /** @type {Side[]} */ (["ae", "vae"]);

/** Call `make` for each side. @template T @param {(side: Side) => T} make @returns {Record<Side, T>} */
export const forBoth = (make) => ({ ae: make("ae"), vae: make("vae") });

/** The twin of a side. @param {Side} side @returns {Side} */
export const otherSide = (side) => (side === "ae" ? "vae" : "ae");
