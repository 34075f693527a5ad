/** The API where there is no server: what it would send is kept as files, and what it would compute is the page's own. */

import { createApi } from "./api.js";
import { Refusal } from "./refusal.js";

/** @typedef {import("./api.js").Api} Api */

/**
 * @param {{offline: string, silent: string, alone: string}} words alone: for what the page's engine does not do just now
 * @param {Omit<import("./api.js").Options, "suffix" | "onStale">} options
 * @returns {Api}
 */
export function createKeptApi(words, options) {
  const api = createApi(words, { ...options, suffix: ".json" });
  const refusal = () => new Refusal(words.alone, "alone");
  const refuse = () => Promise.reject(refusal());
  const notYet = () => Promise.reject(Object.assign(refusal(), { passes: true })); // asked again once the engine is there
  return {
    ...api,
    alone: true,
    encodePicture: refuse,
    encodePixels: refuse,
    encodeSample: refuse,
    encodeDrawing: refuse,
    beginSample() {},
    sample: refuse,
    decode: refuse,
    compare: refuse,
    similarity: refuse,
    layer: notYet,
    async imagesOf({ id, revision }) {
      const kept = await api.file(`api/models/${encodeURIComponent(id)}/${revision}/images.bin`);
      return new Uint8Array(await kept.arrayBuffer());
    },
    live: () => null,
  };
}
