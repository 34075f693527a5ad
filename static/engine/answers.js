/** What a model's engine answers, by the name of what is asked. */

import { COMPARED, DRAWN, EVENLY, IMAGES, WALKED } from "../core/request_kinds.js";
import { compare, joined } from "./comparison.js";
import { Decoder } from "./decoder.js";
import { draw, drawFitted } from "./draws.js";
import { Encoder } from "./encoder.js";
import { describe, encode } from "./encoding.js";
import { imageFacts } from "./image_facts.js";
import { Judge } from "./judge.js";
import { likelihoodOf } from "./likelihoods.js";
import { mapLayer } from "./map_layers.js";
import { Memory } from "./memory.js";
import { neighbourSimilarity } from "./neighbour_similarity.js";
import { Search } from "./search.js";
import { digitOf } from "./strokes.js";
import { parseTensors, UnknownModel } from "../core/tensors.js";
import { walk } from "./walk.js";

/** @typedef {import("./comparison.js").Networks} Networks */
/** @typedef {import("./encoding.js").Model} Model */
/** @typedef {import("./image_facts.js").Reference} Reference */
/**
 * @typedef {Pick<import("../core/contract.js").OwnModel, "kind" | "images" | "likelihood" | "observation_sd" | "beta" | "refinements" | "sd" | "metrics"> & {
 *   cloud: Float32Array,
 * }} About a model; cloud: the sample's codes (m, d)
 */
/** @typedef {Pick<import("../core/plane.js").Plane, "along" | "sd">} OfPlane */
/** @typedef {() => Promise<void>} Pause in long work, in which shorter is done */
/** @typedef {Networks & {model: Model, reference: Reference, sd: number[], cloud: Float32Array}} Engine */

const UNSEEN = new Float32Array(); // what no judge sees
/** The plane of the first two axes. @param {Engine} engine @returns {OfPlane} */
const usual = ({ sd }) => ({ along: [unit(0, sd), unit(1, sd)], sd });

/** A step along one axis of all. @param {number} axis @param {number[]} all */
const unit = (axis, all) => all.map((_, k) => Number(k === axis));
const LESSON = 8; // digits, a few milliseconds

/**
 * The networks of weights as the server sends them. Raises UnknownModel.
 * @param {import("./memory.js").Kernel} kernel @param {{model: ArrayBuffer, judge: ArrayBuffer | null}} weights judge: null: nobody reads images
 * @param {About} about @param {number[]} distances quantiles of what the judge's features are apart, over test images
 * @returns {Engine}
 */
export function createEngine(kernel, weights, about, distances) {
  const memory = new Memory(kernel);
  const tensors = parseTensors(weights.model);
  const decoder = new Decoder(memory, tensors);
  const shape = shapeOf(tensors, decoder.pixels, about.images);
  const judge = weights.judge && new Judge(memory, parseTensors(weights.judge), shape);
  const { images = 0, quantiles = {} } = about.metrics.test ?? {};
  const objective = { decoder, likelihood: likelihoodOf(about), beta: about.kind === "vae" ? about.beta : 0 };
  const starts = tensors.get("starts");
  const model = {
    ...objective,
    encoder: new Encoder(memory, tensors, shape.side),
    shape,
    search: starts ? new Search(objective, starts.values) : null,
    refinements: about.refinements,
    images,
    quantiles,
  };
  return {
    decoder,
    judge,
    model,
    reference: { judge, sample: [], distances, shape, ink: about.images.ink },
    sd: about.sd,
    cloud: about.cloud,
  };
}

/**
 * What a model's images are, by its weights; those of a dense encoder don't tell channels.
 * @param {import("../core/tensors.js").Tensors} tensors @param {number} pixels that it decodes
 * @param {import("../core/contract.js").ImageSet} images
 */
function shapeOf(tensors, pixels, images) {
  const channels = tensors.get("encoder.0.weight")?.shape[1] ?? images.channels;
  const side = Math.sqrt(pixels / channels);
  if (!Number.isInteger(side)) throw new UnknownModel(`${pixels} pixels of ${channels} channels`);
  return { side, channels };
}

/** The live socket's answer to codes, or to the rows of a drawing. @param {Engine} engine @param {{kind: number, codes: Float32Array}} asked @returns {Uint8Array} */
function ofCodes(engine, { kind, codes }) {
  if (kind === IMAGES) return engine.decoder.decode(codes).bytes;
  if (kind === COMPARED) return compare(engine, codes);
  if (kind === WALKED || kind === EVENLY) return walk(engine, codes, kind === EVENLY);
  if (kind === DRAWN) return drawing(engine, digitOf(codes));
  throw new RangeError(`no answer is known to a request of kind ${kind}`);
}

/** A digit's bytes, the judge's probabilities, μ and σ, as core/drawing_answer.js reads them. @param {Engine} engine @param {Uint8Array} digit */
function drawing({ model, judge }, digit) {
  const image = floatsOf(digit);
  const { mu, logSigma } = encode(model, image);
  const sigma = logSigma ? logSigma.map(model.decoder.memory.kernel.exp) : [];
  return joined(digit, Float32Array.from([...(judge?.read(image).probabilities[0] ?? []), ...mu, ...sigma]));
}

/** @param {Engine} engine @param {{digit: Uint8Array}} asked @param {Pause} pause */
const ofDigit = ({ model }, { digit }, pause) => describe(model, floatsOf(digit), pause);

/** A digit's μ. @param {Engine} engine @param {{digit: Uint8Array}} asked */
const codeOf = ({ model }, { digit }) => [...encode(model, floatsOf(digit)).mu];

/** @param {Engine} engine @param {{digit: Uint8Array}} asked */
const ofImage = ({ reference }, { digit }) => imageFacts(reference, floatsOf(digit));

/** Learn the sample's digits, the judge's features of them. @param {Engine} engine @param {{digits: Uint8Array[]}} asked @param {Pause} pause */
async function learn({ judge, reference }, { digits }, pause) {
  const sample = [];
  for (const digit of digits) {
    if (sample.length % LESSON === 0) await pause();
    const pixels = floatsOf(digit);
    sample.push({ pixels, features: judge?.read(pixels).features[0] ?? UNSEEN });
  }
  reference.sample = sample;
}

/**
 * Codes drawn around μ, or else from a Gaussian fitted to codes.
 * @param {Engine} _ @param {{n: number, seed: number, temperature?: number, mu?: number[], sigma?: number[], codes?: number[][]}} asked
 */
function draws(_, { n, seed, temperature = 1, mu = [], sigma = [], codes }) {
  return codes ? drawFitted(codes, n, temperature, seed) : draw({ mu, sigma }, n, temperature, seed);
}

/** @param {Engine} engine @param {{z: number[], plane?: OfPlane}} asked @param {Pause} pause */
const similarity = (engine, { z, plane = usual(engine) }, pause) => neighbourSimilarity(engine, z, plane, pause);

/** @param {Engine} engine @param {{name: import("../core/state.js").ComputedLayer, codes: Float32Array, plane?: OfPlane}} asked @param {Pause} pause */
const layer = (engine, { name, codes, plane = usual(engine) }, pause) => mapLayer(engine, name, codes, plane, pause);

export const ANSWERS = {
  code: codeOf,
  codes: ofCodes,
  digit: ofDigit,
  draws,
  image: ofImage,
  layer,
  learn,
  similarity,
};

/** @param {Uint8Array} digit */
const floatsOf = (digit) => Float32Array.from(digit, (value) => value / 255);
