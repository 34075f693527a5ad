/** Figures of a network that is being trained, on images that are held out. */

import { ACTIVE_VARIANCE, divergence } from "../../core/axes.js";
import { LIMITS } from "../../core/comparison.js";
import { median } from "../../core/statistics.js";
import { Decoder } from "../decoder.js";
import { likelihoodOf } from "../likelihoods.js";
import { Pcg64 } from "../pcg64.js";
import { standardNormal } from "../normal.js";
import { OBSERVATION_SD } from "./network.js";
import { spreadOf } from "./look.js";
import { SIDE } from "./twins.js";

/** @typedef {import("../../core/sides.js").Side} Side */
/** @typedef {import("./look.js").Cloud} Cloud */
/** @typedef {import("./trainer.js").Snapshot} Snapshot */
/**
 * @typedef {{reconstruction: number, kl: number | null, loss: number, klPerAxis: number[] | null, active: number | null,
 *   sigma: number | null, kept: number, sure: number}} Measures nats per image, from one z each; null: an autoencoder has none;
 *   active: units, of a VAE; sigma: the median over images and axes; kept: share of images that are read alike after a step of 0.1 sd;
 *   sure: share of draws from N(0, I) of whose label the judge is sure
 * @typedef {{heldOut: Uint8Array[], pause: import("../answers.js").Pause}} Means
 */

const STEP = 0.1; // sd
const STEPPED = 100; // images
const DRAWS = 100;
const AT_ONCE = 10; // images that are read, 0.4 ms each, before others may ask
const SEED = 0; // of draws and directions: the same at each step, so that curves move by the weights alone

/** n·d standard normal numbers. @param {number} n @param {number} stream */
function normals(n, stream) {
  const generator = new Pcg64(64 * SEED + stream);
  return Float32Array.from({ length: n }, () => standardNormal(generator));
}

/** @param {import("./viewer.js").Viewer} viewer @param {Side} side @param {Snapshot} snapshot @param {Means} means @returns {Promise<Measures>} */
export async function measure(viewer, side, { weights, settings }, { heldOut, pause }) {
  const tensors = weights[side];
  const cloud = firstOf(viewer.encode(side, tensors), heldOut.length);
  const reconstruction = reconstructionOf(viewer.eyes, cloud, tensors, settings, heldOut);
  await pause();
  const { kl, klPerAxis, sigma } = posteriorsOf(cloud);
  const kept = await keptOf(viewer, cloud, tensors, pause);
  const sure = await sureOf(viewer, cloud.dims, tensors, pause);
  const loss = reconstruction + settings.beta * (kl ?? 0);
  return { reconstruction, kl, loss, klPerAxis, active: activeOf(cloud), sigma, kept, sure };
}

/** @param {Cloud} cloud @param {number} n @returns {Cloud} */
const firstOf = ({ mu, sigma, dims }, n) => ({
  ...{ mu: mu.subarray(0, n * dims), sigma: sigma && sigma.subarray(0, n * dims) },
  ...{ n, dims },
});

/**
 * The reconstruction term from one z of each image, nats per image.
 * @param {import("./eyes.js").Eyes} eyes @param {Cloud} cloud @param {import("../../core/tensors.js").Tensors} tensors
 * @param {Snapshot["settings"]} settings @param {Uint8Array[]} heldOut
 */
function reconstructionOf({ memory }, { mu, sigma, n, dims }, tensors, { likelihood, noise }, heldOut) {
  const epsilons = normals(n * dims, 0);
  const z = mu.map((value, i) => value + (sigma ? noise * sigma[i] * epsilons[i] : 0));
  const { nats } = likelihoodOf({ likelihood, observation_sd: OBSERVATION_SD });
  let sum = 0;
  memory.lend(() => {
    new Decoder(memory, tensors).eachSlice(z, (logits, count, start) => {
      const values = count * SIDE ** 2;
      const target = memory.put(
        Float32Array.from(
          heldOut.slice(start, start + count).flatMap((image) => [...image]),
          (byte) => byte / 255,
        ),
      );
      const y = memory.take(values);
      nats(memory, logits, target, y, values);
      sum += memory.floats(y, values).reduce((total, value) => total + value, 0);
    });
  });
  return sum / n;
}

/** @param {Cloud} cloud */
function posteriorsOf({ mu, sigma, n, dims }) {
  if (!sigma) return { kl: null, klPerAxis: null, sigma: null };
  const klPerAxis = Array.from({ length: dims }, () => 0);
  mu.forEach((value, i) => (klPerAxis[i % dims] += divergence(value, sigma[i]) / n));
  return { kl: klPerAxis.reduce((sum, value) => sum + value, 0), klPerAxis, sigma: median([...sigma]) };
}

/** Units that hold something, as `evaluate` counts them; it counts an autoencoder's not. @param {Cloud} cloud */
const activeOf = (cloud) => cloud.sigma && spreadOf(cloud).filter(({ sd }) => sd ** 2 > ACTIVE_VARIANCE).length;

/** @param {import("./viewer.js").Viewer} viewer @param {Cloud} cloud @param {import("../../core/tensors.js").Tensors} tensors @param {import("../answers.js").Pause} pause */
async function keptOf(viewer, cloud, tensors, pause) {
  const { mu, dims } = cloud;
  const n = Math.min(STEPPED, cloud.n);
  const spread = spreadOf(cloud);
  const directions = normals(n * dims, 1);
  const stepped = mu.slice(0, n * dims).map((value, i) => {
    const own = directions.subarray(i - (i % dims), i - (i % dims) + dims);
    return value + (STEP * spread[i % dims].sd * directions[i]) / Math.hypot(...own);
  });
  const [before, after] = [
    await readAll(viewer, tensors, mu.slice(0, n * dims), pause),
    await readAll(viewer, tensors, stepped, pause),
  ];
  return before.filter(({ label }, i) => label === after[i].label).length / n;
}

/** @param {import("./viewer.js").Viewer} viewer @param {number} dims @param {import("../../core/tensors.js").Tensors} tensors @param {import("../answers.js").Pause} pause */
async function sureOf(viewer, dims, tensors, pause) {
  const read = await readAll(viewer, tensors, normals(DRAWS * dims, 2), pause);
  return read.filter(({ sure }) => sure >= LIMITS.sure).length / DRAWS;
}

/** @param {import("./viewer.js").Viewer} viewer @param {import("../../core/tensors.js").Tensors} tensors @param {Float32Array} codes @param {import("../answers.js").Pause} pause */
async function readAll(viewer, tensors, codes, pause) {
  const { floats } = viewer.eyes.decode(tensors, codes);
  /** @type {{label: number, sure: number}[]} */
  const found = [];
  const size = AT_ONCE * SIDE ** 2;
  for (let at = 0; at < floats.length; at += size) {
    const { labels, sure } = viewer.eyes.read(floats.subarray(at, at + size));
    found.push(...labels.map((label, i) => ({ label, sure: sure[i] })));
    await pause();
  }
  return found;
}
