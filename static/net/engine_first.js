/** The API's answers on digits and codes, given by the page's engine where there is one, in the same words. */

import { toBytes, toRows } from "../core/pixels.js";
import { SIDES, forBoth } from "../core/sides.js";
import { numbersOf } from "./layer_squares.js";
import { oneByOne } from "./one_by_one.js";
import { EngineEnded } from "./page_engine.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./api.js").Encoded} Encoded */
/** @typedef {import("./page_engine.js").PageEngine} PageEngine */
/** @typedef {{n?: number, seed?: number, temperature?: number, mu?: number[], sigma?: number[], fitted?: boolean}} Wanted */
/**
 * @typedef {{
 *   models: import("../core/families.js").Twins,
 *   clouds: Record<import("../core/sides.js").Side, import("../core/contract.js").Cloud>,
 *   sample: Promise<Uint8Array[]>,
 *   engine: () => PageEngine | null,
 *   read: import("./picture_reader.js").ReadPicture | null,
 * }} Page engine: null: the server answers; read: null: it reads pictures, too
 */

/** @param {Api} api @param {Page} page @returns {Api} */
export const engineFirst = (api, page) => ({ ...api, ...ofDigits(api, page), ...ofCodes(api, page) });

/**
 * What becomes of digits.
 * @param {Api} api @param {Page} page @returns {Pick<Api, "encodePixels" | "encodePicture" | "encodeSample">}
 */
function ofDigits(api, { models, sample, engine, read }) {
  const encodings = queue();
  // A blank page is the server's to refuse, as it is where that computes.
  const encoder = (/** @type {Uint8Array | null} */ digit) =>
    engine()?.knowsSample && (!digit || !models.vae.images.ink || digit.some(Boolean)) ? engine() : null;

  /** @param {PageEngine} by @param {Uint8Array} digit @returns {Promise<Encoded>} */
  async function encode(by, digit) {
    const { image, models: found } = await by.encode(digit);
    return { image, models: Object.fromEntries(SIDES.map((side) => [models[side].id, found[side]])) };
  }

  /** @param {string[]} ids @param {Uint8Array} digit @param {AbortSignal} signal @returns {Promise<Encoded>} */
  function encodeDigit(ids, digit, signal) {
    const served = () => api.encodePixels(ids, toRows(digit), signal);
    return encodings(encoder(digit), signal, (by) => encode(by, digit), served);
  }

  return {
    encodePixels: (ids, rows, signal) => encodeDigit(ids, toBytes(rows), signal),
    async encodePicture(ids, picture, signal) {
      const { images } = models.vae;
      const found = read && (await read(picture, images.ink ? null : images, signal));
      if (!found) return api.encodePicture(ids, picture, signal);
      const { input, ...way } = found;
      const { image, models: encoded } = await encodeDigit(ids, input, signal);
      return { image: { ...image, ...way, picture: null }, models: encoded };
    },
    encodeSample(ids, index, signal) {
      const served = () => api.encodeSample(ids, index, signal);
      return encodings(encoder(null), signal, async (by) => encode(by, (await sample)[index]), served);
    },
  };
}

/** What is made of codes. @param {Api} api @param {Page} page @returns {Pick<Api, "sample" | "similarity" | "layer">} */
function ofCodes(api, { models, clouds, engine }) {
  const draws = queue();
  const [likeness, layers] = [forBoth(queue), forBoth(queue)];
  /** @param {string} id */
  function sideOf(id) {
    const side = SIDES.find((one) => models[one].id === id);
    if (!side) throw new RangeError(`${id} is not on show`);
    return side;
  }

  return {
    sample(id, wanted, signal) {
      const side = sideOf(id);
      const own = async (/** @type {PageEngine} */ by) => ({
        z: await by.draw(drawsOf(models[side].latent_dim, clouds[side], wanted)),
      });
      return draws(engine(), signal, own, () => api.sample(id, wanted, signal));
    },
    similarity(id, code, plane, signal) {
      const side = sideOf(id);
      const served = () => api.similarity(id, code, plane, signal);
      return likeness[side](engine(), signal, (by) => by.similarity(side, code, plane), served);
    },
    layer(model, square, signal) {
      const served = () => api.layer(model, square, signal);
      return layers[model.kind](engine(), signal, (by) => numbersOf(by, model, square), served);
    },
  };
}

/** By the engine if there is one, in a queue of which what is no longer wanted is left out; else by the server. */
function queue() {
  const inTurn = oneByOne((/** @type {() => Promise<any>} */ work) => work());
  /** @template T @param {PageEngine | null} by @param {AbortSignal} signal @param {(by: PageEngine) => Promise<T>} own @param {() => Promise<T>} served @returns {Promise<T>} */
  return async (by, signal, own, served) => {
    if (!by) return served();
    try {
      return await inTurn(() => own(by), signal);
    } catch (error) {
      if (error instanceof EngineEnded) return served();
      throw error;
    }
  };
}

/**
 * What the API's words for draws mean, with its defaults.
 * @param {number} dims @param {import("../core/contract.js").Cloud} cloud @param {Wanted} wanted
 */
function drawsOf(dims, cloud, { n = 16, seed = 0, temperature, mu, sigma, fitted }) {
  if (mu) return { n, seed, temperature, mu, sigma: sigma ?? mu.map(() => 0) };
  if (fitted) return { n, seed, temperature, codes: cloud.codes.map((code) => code.mu) };
  const axes = Array(dims).fill(0);
  return { n, seed, temperature, mu: axes, sigma: axes.map(() => 1) };
}
