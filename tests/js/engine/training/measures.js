/**
 * What the page measures of twins that it trained, for other programs: `node measures.js < {images, heldOut, steps, settings, file}`,
 * all JSON; images and heldOut are paths of gzipped IDX files. Writes what a visitor would save to `file`.
 */

import { writeFileSync } from "node:fs";
import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { filesOf } from "../../../../static/core/trained_files.js";
import { FAIR } from "../../../../static/core/training_settings.js";
import { zip } from "../../../../static/core/zip.js";
import { Run } from "../../../../static/engine/training/run.js";
import { Viewer } from "../../../../static/engine/training/viewer.js";
import { fileOf, kernelOf } from "../networks.js";
import { imagesIn, trainingModule } from "./module.js";

const { images, heldOut, steps, settings, file } = await json(stdin);
const module = await trainingModule();
const run = new Run(module, imagesIn(images), { ...FAIR, ...settings });
while (run.step < steps) run.advance();
const files = { kernel: await kernelOf("simd"), module, judge: fileOf("model/zoo/judge/weights.safetensors") };
const viewer = new Viewer(files, imagesIn(heldOut), 8);
const weights = run.weights();
const snapshot = { step: run.step, settings: run.settings, weights };
const how = { start: "fair", images: 0, settings: run.start, changes: run.changes };
const trained = { weights, settings: run.settings, step: run.step, batch: 64, stepsPerEpoch: 15, how };
writeFileSync(file, zip(filesOf(trained), new Date(2026, 0, 2)));
stdout.write(JSON.stringify((await viewer.measure(snapshot, async () => {})).of));
