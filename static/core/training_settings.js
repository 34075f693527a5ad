/** What can be turned while a small twin is trained. */

/**
 * @typedef {"bernoulli" | "gaussian"} Likelihood
 * @typedef {{seed: number, dims: number, likelihood: Likelihood, beta: number, rate: number, noise: number}} Settings
 *   dims: of the latent space; beta: weight of the VAE's KL divergence; rate: learning rate; noise: factor of σ·ε in the
 *   VAE's z (1: a VAE; 0: its mean)
 * @typedef {Partial<Omit<Settings, "seed" | "dims">>} Turn what can be turned while it runs
 * @typedef {{step: number, set: Turn}} Change made once `step` steps were done
 */

export const DIMS = [2, 3, 4, 8, 16];
export const BATCH = 64; // images of a step, at most

/** Steps in an epoch; the last, incomplete batch is left out. @param {number} images */
export const stepsPerEpoch = (images) => Math.max(1, Math.floor(images / BATCH));

/** @type {Settings} */
export const FAIR = { seed: 0, dims: 2, likelihood: "bernoulli", beta: 1, rate: 2e-3, noise: 1 };
