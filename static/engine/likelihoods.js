/** The likelihoods p_θ(x|z) of images under a decoder's logits, as model/networks/losses.py has them. */

/** @typedef {import("./memory.js").Memory} Memory */
/**
 * @typedef {{
 *   nats: (memory: Memory, logits: number, target: number, y: number, n: number) => void,
 *   natural: (memory: Memory, logits: number, n: number) => void,
 *   curvature: (p: number, x: number) => [number, number],
 * }} Likelihood
 *   nats: y (n) are −log p of the pixels of target (n), all by address; natural: logits become what a pixel is multiplied
 *   by in log p; curvature: first and expected second derivative
 *   of the same by the logit, where its sigmoid is p and the pixel x
 */

/** Grey pixels as Bernoulli targets. Source: Kingma & Welling 2014, appendix C.1. @type {Likelihood} */
const bernoulli = {
  nats: ({ kernel }, logits, target, y, n) => kernel.crossEntropy(logits, target, y, n),
  natural() {}, // they are that already
  curvature: (p, x) => [p - x, p * (1 - p)],
};

/** Squared error, scaled and shifted. Source: Kingma & Welling 2014, appendix C.2. @param {number} sd @returns {Likelihood} */
const gaussian = (sd) => ({
  nats(memory, logits, target, y, n) {
    const offset = memory.kernel.log(sd) + 0.5 * memory.kernel.log(2 * Math.PI);
    memory.kernel.squash(logits, y, n);
    const [found, wanted] = [memory.floats(y, n), memory.floats(target, n)];
    for (let i = 0; i < n; i++) found[i] = (0.5 * (found[i] - wanted[i]) ** 2) / sd ** 2 + offset;
  },
  natural(memory, logits, n) {
    memory.kernel.squash(logits, logits, n);
    const pixels = memory.floats(logits, n);
    for (let i = 0; i < n; i++) pixels[i] /= sd ** 2;
  },
  curvature(p, x) {
    const slope = p * (1 - p);
    return [((p - x) * slope) / sd ** 2, (slope * slope) / sd ** 2];
  },
});

/** @param {{likelihood: string, observation_sd: number}} model @returns {Likelihood} */
export const likelihoodOf = ({ likelihood, observation_sd: sd }) =>
  likelihood === "bernoulli" ? bernoulli : gaussian(sd);
