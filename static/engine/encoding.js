/** What a digit becomes in a model, as app/inference/encoding.py has it: its code, its loss, and where these stand. */

import { below } from "../core/percentiles.js";
import { draw } from "./draws.js";
import { kl, refine, sumOf } from "./refinement.js";

/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/pixels.js").Shape} Shape */
/** @typedef {import("./encoder.js").Code} Code */
/** @typedef {import("./encoder.js").Encoder} Encoder */
/** @typedef {import("./refinement.js").Objective} Objective */
/** @typedef {Record<"reconstruction" | "relative_error", number[]> & Record<"kl" | "negative_elbo", number[] | null>} Quantiles */
/**
 * @typedef {Objective & {
 *   encoder: Encoder,
 *   shape: Shape,
 *   refinements: number,
 *   search: import("./search.js").Search | null,
 *   images: number,
 *   quantiles: Quantiles,
 * }} Model search: null: from the encoder's guess alone; quantiles: of each figure over so many images
 */

const DRAWS = 64; // of z, for the reconstruction term
const SEED = 0;

/** @param {Model} model @param {Float32Array} image (p) in 0..1 @returns {Code} */
export function encode(model, image) {
  const code = model.encoder.encode(image);
  const mu = model.search?.from(image, code) ?? code.mu;
  return refine(model, image, { ...code, mu }, model.refinements);
}

/**
 * The facts of a digit in a model.
 * @param {Model} model @param {Float32Array} image (p) in 0..1 @param {import("./answers.js").Pause} pause
 * @returns {Promise<Omit<Encoding, "warnings">>}
 */
export async function describe(model, image, pause) {
  const { exp } = model.decoder.memory.kernel;
  const code = encode(model, image);
  await pause();
  const found = reconstruction(model, image, code);
  const rebuilt = model.decoder.decode(code.mu).floats;
  const perDim = code.logSigma && kl(code.mu, code.logSigma, exp);
  const relative_error = relativeError(image, rebuilt);
  const terms = termsOf(found.nats, perDim);
  return {
    mu: [...code.mu],
    sigma: code.logSigma && Array.from(code.logSigma, exp),
    kl_per_dim: perDim,
    terms: { ...terms, per_pixel: rowsOf(found.perPixel, model.shape), draws: found.draws },
    standing: { images: model.images, percentile: percentiles(model.quantiles, { ...terms, relative_error }) },
    reconstruction: rowsOf(rebuilt, model.shape),
    relative_error,
  };
}

/** @param {number} reconstruction @param {number[] | null} perDim the KL divergence of each dimension */
function termsOf(reconstruction, perDim) {
  if (!perDim) return { reconstruction, kl: null, negative_elbo: null };
  const total = perDim.reduce((a, b) => a + b, 0);
  return { reconstruction, kl: total, negative_elbo: reconstruction + total };
}

/**
 * The reconstruction term, nats, a mean over draws of z: the same draws as the server's.
 * @param {Model} model @param {Float32Array} image @param {Code} code
 */
function reconstruction({ decoder, likelihood }, image, { mu, logSigma }) {
  const { memory, pixels } = decoder;
  const sigma = logSigma && Array.from(logSigma, memory.kernel.exp);
  const codes = Float32Array.from(sigma ? draw({ mu: [...mu], sigma }, DRAWS, 1, SEED).flat() : mu);
  const draws = codes.length / mu.length;
  return memory.lend(() => {
    const [target, nats, sum] = [memory.put(image), memory.take(pixels), memory.put(new Float32Array(pixels))];
    decoder.eachSlice(codes, (logits, n) => {
      for (let row = 0; row < n; row++) {
        likelihood.nats(memory, logits + 4 * row * pixels, target, nats, pixels);
        memory.kernel.add(nats, sum, pixels);
      }
    });
    const perPixel = memory.floats(sum, pixels).map((value) => value / draws);
    return { nats: sumOf(perPixel), perPixel, draws };
  });
}

/** Squared error over the image's own energy. @param {Float32Array} image @param {Float32Array} rebuilt */
function relativeError(image, rebuilt) {
  let [energy, error] = [0, 0];
  for (let i = 0; i < image.length; i++) {
    energy += image[i] ** 2;
    error += (image[i] - rebuilt[i]) ** 2;
  }
  return error / Math.max(energy, 1e-6);
}

/** @param {Quantiles} quantiles @param {import("../core/contract.js").Percentiles} figures @returns {import("../core/contract.js").Percentiles} */
function percentiles(quantiles, figures) {
  const rank = (/** @type {number[]} */ marks, /** @type {number} */ value) => 100 * below(marks, value);
  const orNone = (/** @type {number[] | null} */ marks, /** @type {number | null} */ value) =>
    marks && value !== null ? rank(marks, value) : null;
  return {
    reconstruction: orNone(quantiles.reconstruction, figures.reconstruction),
    kl: orNone(quantiles.kl, figures.kl),
    negative_elbo: orNone(quantiles.negative_elbo, figures.negative_elbo),
    relative_error: rank(quantiles.relative_error, figures.relative_error),
  };
}

/**
 * An image as rows of its pixels: numbers, or [red, green, blue].
 * @param {Float32Array} image (p) @param {Shape} shape @returns {any}
 */
export function rowsOf(image, { side, channels }) {
  const pixel = (/** @type {number} */ at) => (channels === 1 ? image[at] : [...image.subarray(at, at + channels)]);
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => pixel((y * side + x) * channels)),
  );
}
