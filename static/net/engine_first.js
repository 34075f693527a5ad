/** The API's answers on digits and codes, given by the page's engine where there is one, in the same words. */

import { toBytes } from "../core/pixels.js";
import { SIDES } from "../core/sides.js";
import { EngineEnded } from "./page_engine.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./page_engine.js").PageEngine} PageEngine */
/** @typedef {import("../core/contract.js").Model} Model */
/** @typedef {{n: number, seed: number, temperature?: number, mu?: number[], sigma?: number[], fitted?: boolean}} Wanted */

/**
 * @param {Api} api
 * @param {{
 *   models: import("../core/families.js").Twins,
 *   clouds: Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>,
 *   sample: Promise<Uint8Array[]>,
 *   engine: () => PageEngine | null,
 * }} page engine: null: the server answers
 * @returns {Api}
 */
export function engineFirst(api, { models, clouds, sample, engine }) {
  const sideOf = (/** @type {string} */ id) => SIDES.find((side) => models[side].id === id) ?? "vae";

  /** @template T @param {(engine: PageEngine) => Promise<T>} own @param {() => Promise<T>} served @param {PageEngine | null} [by] */
  async function either(own, served, by = engine()) {
    if (!by) return served();
    try {
      return await own(by);
    } catch (error) {
      if (error instanceof EngineEnded) return served();
      throw error;
    }
  }
  const encoder = () => (engine()?.knowsSample ? engine() : null);

  /** @param {PageEngine} by @param {Uint8Array} digit @returns {Promise<import("./api.js").Encoded>} */
  async function encode(by, digit) {
    const { image, models: found } = await by.encode(digit);
    return { image, models: Object.fromEntries(SIDES.map((side) => [models[side].id, found[side]])) };
  }

  /** What the API's words for draws mean. @param {string} id @param {Wanted} wanted */
  function drawsOf(id, { n, seed, temperature, mu, sigma, fitted }) {
    const side = sideOf(id);
    if (mu) return { n, seed, temperature, mu, sigma: sigma ?? mu.map(() => 0) };
    if (fitted) return { n, seed, temperature, codes: clouds[side].codes.map((code) => code.mu) };
    const axes = Array(models[side].latent_dim);
    return { n, seed, temperature, mu: axes.fill(0), sigma: [...axes].fill(1) };
  }

  return {
    ...api,
    encodePixels: (ids, rows, signal) =>
      either(
        (by) => encode(by, toBytes(rows)),
        () => api.encodePixels(ids, rows, signal),
        encoder(),
      ),
    encodeSample: (ids, index, signal) =>
      either(
        async (by) => encode(by, (await sample)[index]),
        () => api.encodeSample(ids, index, signal),
        encoder(),
      ),
    sample: (id, wanted, signal) =>
      either(
        async (by) => ({ z: await by.draw(drawsOf(id, /** @type {Wanted} */ (wanted))) }),
        () => api.sample(id, wanted, signal),
      ),
    similarity: (id, code, signal) =>
      either(
        (by) => by.similarity(sideOf(id), code),
        () => api.similarity(id, code, signal),
      ),
  };
}
