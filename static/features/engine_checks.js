/** What the page's engine has to give before it answers in the server's place. */

import { COMPARED, IMAGES } from "../core/request_kinds.js";

/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../net/page_engine.js").PageEngine} PageEngine */
/** @typedef {import("./channels.js").Parts} Parts */

const CHECKED = 16; // images of each model
const OFF = 1; // grey level: so much PyTorch differs from itself, by the number of images at a time
const SHARE = 0.001; // of bytes that may be off
const SLOW_MS = 4; // an image: from there on the server is faster, and a drag no drag
const ENCODED = 4; // digits of each model
const APART = 0.02; // sd: so far a step of refinement may be taken on one side only
const FIGURES = ["reconstruction", "kl", "negative_elbo", "relative_error"];

/** Raises Error where a figure of test images is unknown. @param {Record<string, number[] | null> | undefined} quantiles */
export function requireQuantiles(quantiles) {
  const missing = FIGURES.filter((name) => quantiles?.[name] === undefined);
  if (missing.length) throw new Error(`of test images there is no ${missing.join(", ")}`);
}

/**
 * Raises Error where images of the sample's codes are not the server's, or take long, also to be judged.
 * @param {PageEngine} engine @param {Side} side @param {Parts} parts
 */
export async function check(engine, side, { models, clouds, api }) {
  const model = models[side];
  const { id } = model;
  const codes = clouds[side].codes.slice(0, CHECKED).map(({ mu }) => mu);
  const [ours, theirs] = await Promise.all([engine.ask({ side, codes }), api.imagesOf(model, codes)]);
  if (!areAlike(ours, theirs)) throw new Error(`images of ${id} are not those that it gave elsewhere`);
  if (api.alone) return; // there is nobody faster
  for (const kind of [IMAGES, COMPARED]) {
    const began = performance.now();
    await engine.ask({ side, codes, kind });
    const each = (performance.now() - began) / codes.length;
    if (each > SLOW_MS) throw new Error(`an image of ${id} takes ${each.toFixed(1)} ms`);
  }
}

/**
 * Raises Error where codes of the sample's first digits are not the server's; some browsers change what canvases hold.
 * @param {PageEngine} engine @param {Side} side
 * @param {{model: import("../core/contract.js").Model, cloud: import("../core/contract.js").Cloud, digits: Uint8Array[]}} of
 */
export async function checkCodes(engine, side, { model, cloud, digits }) {
  for (const { index, mu } of cloud.codes.slice(0, ENCODED)) {
    const found = await engine.code(side, digits[index]);
    const apart = Math.max(...found.map((value, axis) => Math.abs(value - mu[axis]) / model.sd[axis]));
    if (!(apart < APART)) throw new Error(`codes of ${model.id} are not those that it gave elsewhere`);
  }
}

/** @param {Uint8Array} ours @param {Uint8Array} theirs */
function areAlike(ours, theirs) {
  const differences = Array.from(ours, (value, i) => Math.abs(value - theirs[i]));
  const off = differences.filter(Boolean).length;
  return ours.length === theirs.length && Math.max(...differences) <= OFF && off <= SHARE * ours.length;
}
