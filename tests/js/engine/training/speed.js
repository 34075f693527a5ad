/** Steps a second of both twins together, in Node, as the page trains them: `node speed.js < {images, seconds}`, JSON. */

import { performance } from "node:perf_hooks";
import { stdin, stdout } from "node:process";
import { json } from "node:stream/consumers";
import { FAIR } from "../../../../static/core/training_settings.js";
import { Run } from "../../../../static/engine/training/run.js";
import { imagesIn, trainingModule } from "./module.js";

const WARM = 100; // steps, until it is compiled for speed

const { images, seconds } = await json(stdin);
const train = imagesIn(images);
const run = new Run(await trainingModule(), train, FAIR);
while (run.step < WARM) run.advance();
const begun = performance.now();
while (performance.now() - begun < 1000 * seconds) run.advance();
stdout.write(JSON.stringify((1000 * (run.step - WARM)) / (performance.now() - begun)));
