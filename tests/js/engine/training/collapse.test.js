import assert from "node:assert/strict";
import { test } from "node:test";
import { FAIR } from "../../../../static/core/training_settings.js";
import { Run } from "../../../../static/engine/training/run.js";
import { Viewer } from "../../../../static/engine/training/viewer.js";
import { fileOf, kernelOf } from "../networks.js";
import { imagesIn, trainingModule } from "./module.js";

const SAMPLE = "model/datasets/sample_data";

/** A training on the shipped digits, and what is measured of its VAE. */
async function trainingOf(settings) {
  const module = await trainingModule();
  const [images, heldOut] = [`${SAMPLE}/training`, SAMPLE].map((folder) => imagesIn(`${folder}/images-idx3-ubyte.gz`));
  const run = new Run(module, images, { ...FAIR, ...settings });
  const files = { kernel: await kernelOf("simd"), module, judge: fileOf("model/zoo/judge/weights.safetensors") };
  const viewer = new Viewer(files, heldOut.slice(0, 128), 8);
  return {
    turn: (patch) => run.set(patch),
    async after(steps) {
      for (let i = 0; i < steps; i++) run.advance();
      const snapshot = { step: run.step, settings: run.settings, weights: run.weights() };
      return (await viewer.measure(snapshot, async () => {})).of;
    },
  };
}

test("under a strong pull a posterior collapses, and let go it stays so for a while", async () => {
  const training = await trainingOf({ beta: 100 });
  const collapsed = (await training.after(400)).vae;
  assert.ok(
    collapsed.kl < 0.02 && collapsed.active === 0 && Math.abs(collapsed.sigma - 1) < 0.05,
    JSON.stringify(collapsed),
  );
  training.turn({ beta: 1 });
  assert.ok((await training.after(150)).vae.kl < 0.1);
  assert.ok((await training.after(1500)).vae.kl > 1, "at last codes tell something again");
});

test("without a pull σ shrinks, and the autoencoder is not touched by β", async () => {
  const [free, pulled] = [await trainingOf({ beta: 0 }), await trainingOf({ beta: 1 })];
  const [one, other] = [await free.after(300), await pulled.after(300)];
  assert.ok(one.vae.sigma < 0.7 * other.vae.sigma, `${one.vae.sigma}, ${other.vae.sigma}`);
  assert.deepEqual(one.ae, other.ae);
});
