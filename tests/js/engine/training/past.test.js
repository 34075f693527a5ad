import assert from "node:assert/strict";
import { test } from "node:test";
import { writeTensors } from "../../../../static/core/safetensors.js";
import { FAIR } from "../../../../static/core/training_settings.js";
import { Past } from "../../../../static/engine/training/past.js";
import { Twins } from "../../../../static/engine/training/twins.js";
import { fileOf, kernelOf } from "../networks.js";
import { trainingModule } from "./module.js";

/** Two moments with codes that are told by hand. */
async function pastOf() {
  const images = [new Uint8Array(784).fill(255), new Uint8Array(784)];
  const twins = new Twins(await trainingModule(), images, FAIR);
  const moment = (place, tensors, spread) => [
    ...[...tensors]
      .filter(([name]) => name.startsWith("decoder."))
      .map(([name, values]) => [`${place}.${name}`, values]),
    [
      `${place}.mu`,
      { shape: [4, 2], values: Float32Array.of(-1, 0, 1, 0, 0, -1, 0, 1).map((value) => value * spread) },
    ],
  ];
  const first = twins.weights();
  twins.advance(FAIR);
  const last = twins.weights();
  const file = (side) => writeTensors(new Map([...moment(0, first[side], 0.1), ...moment(1, last[side], 2)])).buffer;
  const judge = fileOf("model/zoo/judge/weights.safetensors");
  return new Past({ kernel: await kernelOf("simd"), judge, moments: { ae: file("ae"), vae: file("vae") } }, 4);
}

test("all moments are shown where the last one's codes lie", async () => {
  const past = await pastOf();
  const [before, after] = [0, 1].map((place) => past.frame({ ae: place, vae: place }));
  assert.deepEqual(before.ae.extent, after.ae.extent);
  assert.ok(after.ae.extent.half_width > 2 && after.ae.extent.half_width < 3);
  assert.equal(before.vae.grid.length, 16);
  const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-3, `${found}, not ${wanted}`);
  near(before.vae.codes[0], -0.1);
  near(after.vae.codes[0], -2);
});

test("what decodes is the moment's own decoder", async () => {
  const past = await pastOf();
  const codes = { ae: [[0.5, 0.5]], vae: [[0.5, 0.5]] };
  const [before, after] = [0, 1].map((place) => past.see({ ae: place, vae: place }, codes));
  assert.notDeepEqual(before.ae.images[0], after.ae.images[0]);
  assert.deepEqual(before.ae.images[0], before.vae.images[0], "twins begin alike");
});
