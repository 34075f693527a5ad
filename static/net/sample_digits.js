/** Load a set's sample, which the server sends as one sprite. */

import { passes } from "./refusal.js";
import { PATIENT, retry } from "./retry.js";

/** @typedef {import("../core/contract.js").Cloud} Cloud */

/**
 * The sample's images, once `begin` has been called: they are a fifth of what a visit loads, and the first is explained
 * without them. Asked for until the server is there.
 * @param {Cloud} cloud @param {number} channels of an image @param {(url: string) => Promise<Blob>} load
 */
export function sampleDigits(cloud, channels, load) {
  let begin = () => {};
  const began = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));
  const digits = began.then(() => retry(() => loadSample(cloud, channels, load), PATIENT, { isWorthIt: passes }));
  return { digits, begin };
}

/**
 * Cut the sample's images out of the sprite, in the order of the codes.
 * @param {Cloud} cloud @param {number} channels @param {(url: string) => Promise<Blob>} load @returns {Promise<Uint8Array[]>}
 */
async function loadSample({ thumbnails: { url, columns, size }, codes }, channels, load) {
  const image = await createImageBitmap(await load(url));
  const sheet = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d", { willReadFrequently: true }));
  context.drawImage(image, 0, 0);
  return codes.map(({ index }) => {
    const { data } = context.getImageData((index % columns) * size, Math.floor(index / columns) * size, size, size);
    return Uint8Array.from(
      { length: size * size * channels },
      (_, i) => data[4 * Math.floor(i / channels) + (i % channels)],
    );
  });
}
