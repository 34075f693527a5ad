/** What a training needs of the page: digits to learn, digits that are held out, and the files that its Workers load. */

import { trainingDigits } from "../net/training_digits.js";
import { baseAddress } from "../core/base_address.js";
import { PLACES } from "../core/choices.js";
import { ofDigits } from "../core/families.js";
import { MNIST } from "../core/mnist.js";
import { unpack } from "../core/pixels.js";
import { Refusal } from "../net/refusal.js";
import { $ } from "../page/element.js";
import { ownFiles } from "../page/own_files.js";
import { t } from "../page/text.js";

/** @typedef {import("./training.js").World} World */
/**
 * @typedef {{
 *   files: import("../net/training_session.js").Options["files"],
 *   train: Uint8Array[],
 *   heldOut: Uint8Array[],
 *   labels: number[],
 * }} Source
 */

/** @param {World} world @returns {Promise<Source>} */
export async function sourceOf(world) {
  const { sample, clouds, weights, api, engine } = await partsOf(world);
  const { script, training: address } = ownAddresses($("training"));
  // Without a server the page has the file already, and its Workers may be kept from it.
  const coming = api.alone ? api.file(address) : address;
  const [train, heldOut, { kernel, seen: judge }, training] = await Promise.all([
    trainingDigits(api),
    sample,
    weights(),
    coming,
  ]);
  if (!engine || !judge) throw new Refusal(t("training.no_engine"));
  const labels = clouds.vae.codes.map(({ label }) => Number(label));
  return { files: { script, training, kernel, judge }, train, heldOut, labels };
}

/** Whole ones, as a Worker's own are others. @param {HTMLElement} element */
function ownAddresses({ dataset: { worker = "", kernel = "" } }) {
  const addressOf = ownFiles($("files"));
  const [script, training] = [worker, kernel].map(
    (path) => new URL(addressOf(path), baseAddress(document.baseURI)).href,
  );
  return { script, training };
}

/** What a pair of digits' models is made of: the one on show, or the first that is offered. @param {World} world */
async function partsOf({ stage, follow, store }) {
  if (stage.chosen().vae.images.id !== MNIST) {
    const [pair] = ofDigits(stage.parts().offered).flat();
    if (!pair) throw new Refusal(t("training.no_digits"));
    await follow({ ...store.state, ...PLACES, model: pair.vae.id });
  }
  return stage.parts();
}

/** Decoded images across a map. */
export const SIDE = 16;
const PIXELS = 28 * 28;

/** The visitor's own digit, if there is one. @param {World} world @returns {Uint8Array | null} */
export function ownDigit({ store }) {
  const own = store.state.x === null ? null : unpack(store.state.x);
  return own?.length === PIXELS ? own : null;
}
