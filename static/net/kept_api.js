/** The API where there is no server: what it would send is kept as files, and what it would compute is the page's own. */

import { baseAddress } from "../core/base_address.js";
import { createApi } from "./api.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./api.js").Api} Api */

/**
 * @param {{offline: string, silent: string, alone: string, blank: string, lacking: (file: string) => string}} words alone: for
 *   what the page's engine does not do just now; blank: of a digit without ink; lacking: of a file that the site has not, or
 *   not whole
 * @param {Omit<import("./api.js").Options, "suffix" | "onStale" | "lacking">} options
 * @returns {Api}
 */
export function createKeptApi(words, options) {
  const beside = new URL(".", baseAddress(document.baseURI)).href;
  const lacking = (/** @type {string} */ path) =>
    Object.assign(new Refusal(words.lacking(decodeURI(path.replace(beside, ""))), "lacking"), { passes: true });
  const api = createApi(words, { ...options, suffix: ".json", lacking });
  // What is asked before the engine is there is asked again once it is.
  const refusal = (passes = true) => Object.assign(new Refusal(words.alone, "alone"), { passes });
  const notYet = () => Promise.reject(refusal());
  const never = () => Promise.reject(refusal(false));
  return {
    ...api,
    alone: true,
    encodePicture: never,
    encodePixels: (_, rows) =>
      rows.flat(2).some(Boolean) ? notYet() : Promise.reject(new Refusal(words.blank, "blank_image")),
    encodeSample: notYet,
    encodeDrawing: never,
    beginSample() {},
    sample: notYet,
    decode: never,
    compare: never,
    similarity: notYet,
    layer: notYet,
    async imagesOf({ id, revision, images: { side, channels } }, z) {
      const kept = await api.file(`api/models/${encodeURIComponent(id)}/${revision}/images.bin`);
      return new Uint8Array(await kept.arrayBuffer()).subarray(0, z.length * side ** 2 * channels); // more are kept
    },
    live: () => null,
  };
}
