/**
 * What training in the page comes to, with a pull and without: `node tests/js/engine/training/facts.js` prints a table of three
 * seeds, each after 500, 1,500 and 3,000 steps, measured as the page does it.
 */

import { stdout } from "node:process";
import { FAIR } from "../../../../static/core/training_settings.js";
import { Run } from "../../../../static/engine/training/run.js";
import { Viewer } from "../../../../static/engine/training/viewer.js";
import { fileOf, kernelOf } from "../networks.js";
import { imagesIn, trainingModule } from "./module.js";

const SAMPLE = "model/datasets/sample_data";
const SEEDS = [0, 1, 2];
const STEPS = [500, 1500, 3000];

const module = await trainingModule();
const [images, heldOut] = [`${SAMPLE}/training`, SAMPLE].map((folder) => imagesIn(`${folder}/images-idx3-ubyte.gz`));
const judge = fileOf("model/zoo/judge/weights.safetensors");

/** @param {string[]} cells */
const row = (cells) => stdout.write(`| ${cells.join(" | ")} |\n`);
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;

row([
  "β",
  "seed",
  "steps",
  "loss: AE, VAE + β·KL",
  "KL",
  "σ",
  "half a map: AE, VAE",
  "labels kept: AE, VAE",
  "draws: AE, VAE",
]);
row(Array(9).fill("---"));
for (const beta of [1, 0])
  for (const seed of SEEDS) {
    const run = new Run(module, images, { ...FAIR, beta, seed });
    const viewer = new Viewer({ kernel: await kernelOf("simd"), module, judge }, heldOut, 4);
    for (const steps of STEPS) {
      while (run.step < steps) run.advance();
      const snapshot = { step: run.step, settings: run.settings, weights: run.weights() };
      const { of } = await viewer.measure(snapshot, async () => {});
      const { ae, vae } = viewer.frame(snapshot, true).looks;
      row([
        ...[String(beta), String(seed), String(steps), `${of.ae.loss.toFixed(1)}, ${of.vae.loss.toFixed(1)}`],
        ...[of.vae.kl.toFixed(1), of.vae.sigma.toFixed(4)],
        `${ae.extent.half_width.toFixed(1)}, ${vae.extent.half_width.toFixed(1)}`,
        `${percent(of.ae.kept)}, ${percent(of.vae.kept)}`,
        `${percent(of.ae.sure)}, ${percent(of.vae.sure)}`,
      ]);
    }
  }
