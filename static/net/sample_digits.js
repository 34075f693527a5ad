/** Load the shipped sample's digits, which the server sends as one sprite. */

import { SIDE } from "../core/pixels.js";
import { passes } from "./refusal.js";
import { PATIENT, retry } from "./retry.js";

/** @typedef {import("../core/contract.js").Cloud} Cloud */

/**
 * The sample's digits, 784 bytes each, once `begin` has been called: they are a fifth of what a visit loads, and the
 * first digit is explained without them. Asked for until the server is there.
 * @param {Cloud} cloud @param {(url: string) => Promise<Blob>} load
 */
export function sampleDigits(cloud, load) {
  let begin = () => {};
  const began = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));
  const digits = began.then(() => retry(() => loadSample(cloud, load), PATIENT, { isWorthIt: passes }));
  return { digits, begin };
}

/**
 * Cut the sample's digits out of the sprite: 784 bytes each, in the order of the codes.
 * @param {Cloud} cloud @param {(url: string) => Promise<Blob>} load @returns {Promise<Uint8Array[]>}
 */
async function loadSample({ thumbnails: { url, columns }, codes }, load) {
  const image = await createImageBitmap(await load(url));
  const sheet = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  return codes.map(({ index }) => {
    const { data } = context.getImageData((index % columns) * SIDE, Math.floor(index / columns) * SIDE, SIDE, SIDE);
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i]);
  });
}
