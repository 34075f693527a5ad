/** What was trained in the page, as the folders of two checkpoints that `serve`, `evaluate` and `train --start-from` read. Pure. */

import { writeTensors } from "./safetensors.js";
import { SIDES, otherSide } from "./sides.js";

/** @typedef {import("./sides.js").Side} Side */
/** @typedef {import("./training_settings.js").Settings} Settings */
/** @typedef {Map<string, {shape: number[], values: Float32Array}>} Tensors */
/**
 * @typedef {{weights: Record<Side, Tensors>, settings: Settings, step: number, batch: number,
 *   how: {start: string, images: number, settings: Settings, changes: import("./training_settings.js").Change[]},
 *   stepsPerEpoch: number}} Trained how: it came to be: the named start, how many images train, first settings, what was turned
 */

/** The models' names. */
export const IDS = { ae: "trained-ae", vae: "trained-vae" };

/** @param {Trained} trained @returns {Record<string, Uint8Array>} by path */
export function filesOf(trained) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const side of SIDES) {
    const { id, config } = { id: IDS[side], config: configOf(trained, side) };
    files[`${id}/config.json`] = json(config);
    files[`${id}/weights.safetensors`] = writeTensors(trained.weights[side]);
    files[`${id}/trained_in_page.json`] = json({ ...trained.how, steps: trained.step });
  }
  return files;
}

/** @param {unknown} value */
const json = (value) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/** As model/config/ has it. @param {Trained} trained @param {Side} side */
function configOf({ weights, settings, step, batch, stepsPerEpoch }, side) {
  const shape = (/** @type {string} */ name) => weights[side].get(name)?.shape ?? [];
  const [width] = shape("encoder.1.weight");
  const blocks = [...weights[side].keys()].filter((name) => /blocks\.\d+\.layers\.1\.weight/.test(name)).length;
  const model = {
    kind: side,
    latent_dim: settings.dims,
    likelihood: settings.likelihood,
    beta: settings.beta,
    observation_sd: 0.15,
    encoder_channels: [],
    encoder_width: width,
    fourier_features: shape("decoder.features.frequencies")[1],
    decoder_width: shape("decoder.lift.weight")[0],
    decoder_blocks: blocks,
    refinements: 0,
    twin: IDS[otherSide(side)],
  };
  return { model, training: trainingOf(settings, { step, batch, stepsPerEpoch }) };
}

/** @param {Settings} settings @param {Pick<Trained, "step" | "batch" | "stepsPerEpoch">} how */
const trainingOf = ({ seed, rate }, { step, batch, stepsPerEpoch }) => ({
  epochs: Math.max(1, Math.round(step / stepsPerEpoch)),
  batch_size: batch,
  learning_rate: rate,
  weight_decay: 0,
  average_decay: 0,
  kl_warmup_epochs: 0,
  validation_images: 1000,
  augment: 0,
  precision: "float32",
  seed,
});
