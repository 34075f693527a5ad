/**
 * Trains as the page does, for other programs: `node train.js < {images, settings, changes, steps, file}`, all JSON; images are
 * the path of a gzipped IDX file. Gives the digests of the weights, and the mean losses of the last steps; writes what a visitor
 * would save to `file`, where that is given.
 */

import { writeFileSync } from "node:fs";
import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { forBoth } from "../../../../static/core/sides.js";
import { filesOf } from "../../../../static/core/trained_files.js";
import { FAIR } from "../../../../static/core/training_settings.js";
import { digestOf } from "../../../../static/core/weights_digest.js";
import { zip } from "../../../../static/core/zip.js";
import { Run } from "../../../../static/engine/training/run.js";
import { imagesIn, trainingModule } from "./module.js";

const LAST = 100; // steps

const { images, settings, changes = [], steps, file } = await json(stdin);
const train = imagesIn(images);
const run = new Run(await trainingModule(), train, { ...FAIR, ...settings });
while (run.step < steps) {
  for (const { set } of changes.filter(({ step }) => step === run.step)) run.set(set);
  if (run.step === steps - LAST) run.losses();
  run.advance();
}
const weights = run.weights();
if (file) {
  const { step, start: first, changes: turned } = run;
  const stepsPerEpoch = Math.floor(train.length / 64);
  const trained = {
    weights,
    settings: run.settings,
    step,
    batch: 64,
    stepsPerEpoch,
    how: { start: "fair", images: train.length, settings: first, changes: turned },
  };
  writeFileSync(file, zip(filesOf(trained), new Date(2026, 0, 2, 3, 4, 6)));
}
stdout.write(JSON.stringify({ digests: forBoth((side) => digestOf(weights[side])), losses: run.losses() }));
