/** The API where there is no server: what it would send is kept as files, and what it would compute is the page's own. */

import { createApi } from "./api.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./api.js").Api} Api */

/**
 * @param {{offline: string, silent: string, alone: string, blank: string}} words alone: for what the page's engine does not
 *   do just now; blank: of a digit without ink
 * @param {Omit<import("./api.js").Options, "suffix" | "onStale">} options
 * @returns {Api}
 */
export function createKeptApi(words, options) {
  const api = createApi(words, { ...options, suffix: ".json" });
  // What is asked before the engine is there is asked again once it is.
  const refusal = (passes = true) => Object.assign(new Refusal(words.alone, "alone"), { passes });
  const notYet = () => Promise.reject(refusal());
  const never = () => Promise.reject(refusal(false));
  return {
    ...api,
    alone: true,
    encodePicture: never,
    encodePixels: (_, rows) =>
      rows.flat().some(Boolean) ? notYet() : Promise.reject(new Refusal(words.blank, "blank_image")),
    encodeSample: notYet,
    encodeDrawing: never,
    beginSample() {},
    sample: notYet,
    decode: never,
    compare: never,
    similarity: notYet,
    layer: notYet,
    async imagesOf({ id, revision }) {
      const kept = await api.file(`api/models/${encodeURIComponent(id)}/${revision}/images.bin`);
      return new Uint8Array(await kept.arrayBuffer());
    },
    live: () => null,
  };
}
