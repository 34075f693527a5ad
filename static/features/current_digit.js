/** The digit at hand: encoded in both models, with samples around it; a newer digit overtakes an older one. */

import { Offline, Refusal } from "../net/api.js";
import { toBytes, toRows } from "../core/pixels.js";
import { format, percent, t } from "../page/text.js";

/** @typedef {import("../net/api.js").Encoding} Encoding */
/** @typedef {import("../net/api.js").Model} Model */
/** @typedef {import("../net/api.js").Picture} Picture */
/** @typedef {Record<import("../core/store.js").Side, Encoding>} Encodings */
/** @typedef {{mu: number[], z: number[][]}} Draws codes drawn around μ at temperature 1 */

/**
 * Run a task so that only the newest counts: each call aborts the one before, and says a refusal aloud.
 * @param {(sentence: string) => void} onProblem
 */
function newest(onProblem) {
  let controller = new AbortController();
  /** What the server was not there for. @type {((signal: AbortSignal) => Promise<void>) | null} */
  let missed = null;
  const run = async (/** @type {(signal: AbortSignal) => Promise<void>} */ task) => {
    controller.abort();
    missed = null;
    const { signal } = (controller = new AbortController());
    try {
      await task(signal);
    } catch (error) {
      if (error instanceof Offline) missed = task;
      if (error instanceof Refusal) onProblem(error.message);
      else if (/** @type {Error} */ (error).name !== "AbortError") throw error;
    }
  };
  /** The server is back: what it was not there for is done now. */
  async function resume() {
    if (!missed) return;
    onProblem("");
    await run(missed);
  }
  return { run, resume, abort: () => controller.abort() };
}

/** What the judge reads, and how typical a digit it is. @param {Encoding} encoding */
export function describe({ judge, typicality, standing }) {
  const read = judge && t("digit.judged", { label: judge.label, percent: percent(judge.probabilities[judge.label]) });
  const { percentile, feature_percentile: farther } = typicality;
  const values = { images: format(standing.images, 0), error: format(percentile, 0), farther: format(farther ?? 0, 0) };
  const typical = farther === null ? t("digit.rebuilt", values) : t("digit.typicality", values);
  return [read, typical].filter(Boolean).join(" ");
}

/** What is odd in a digit or its picture, and what to try. @param {Encoding} encoding */
export const oddities = ({ warnings }) => warnings.map((code) => t(`warning.${code}`));

/** Draws at another temperature T: μ + T·(z − μ). @param {Draws} draws @param {number} temperature @returns {number[][]} */
export const temperedCodes = ({ mu, z }, temperature) =>
  z.map((code) => code.map((value, axis) => mu[axis] + temperature * (value - mu[axis])));

/**
 * @param {{
 *   models: Record<import("../core/store.js").Side, Model>, api: import("../net/api.js").Api, count: number,
 *   settings: () => {t: number, seed: number}, onProblem: (sentence: string) => void,
 *   onRefused: (picture: Picture, details: {picture: string | null, steps: import("../views/steps.js").Step[]}) => void,
 *   onEncodings: (encodings: Encodings, how: {moves: boolean, own: boolean, what: Picture | Uint8Array | null}) => void, onDraws: (codes: number[][]) => void,
 * }} parts
 */
export function createHand({ models, api, count, settings, onProblem, onRefused, onEncodings, onDraws }) {
  /** @type {Encodings | undefined} */
  let encodings;
  /** @type {Draws | undefined} */
  let draws;
  /** A picture that was given and has no answer yet. @type {Picture | null} */
  let pending = null;
  const encodeNewest = newest(onProblem);
  const sampleNewest = newest(onProblem);

  /** Draw codes around μ in the VAE. */
  const sample = () =>
    sampleNewest.run(async (signal) => {
      if (!encodings) return;
      const { mu, sigma } = encodings.vae;
      const { z } = await api.sample(
        models.vae.id,
        { mu, sigma, n: count, temperature: 1, seed: settings().seed, images: false },
        signal,
      );
      signal.throwIfAborted();
      draws = { mu, z };
      temper();
    });

  /** The same draws at the temperature of the moment: no request is between a slider and what it does. */
  function temper() {
    if (draws) onDraws(temperedCodes(draws, settings().t));
  }

  /**
   * Encode a picture, or known pixels; the autoencoder gets what the picture became.
   * @param {Picture | Uint8Array} what @param {boolean} moves whether z moves to the digit's codes
   * @param {boolean} [own] whether it is the visitor's own
   */
  const encode = (what, moves, own = !(what instanceof Uint8Array)) =>
    encodeNewest.run(async (signal) => {
      pending = what instanceof Uint8Array ? null : what;
      try {
        encodings = await encodeIn(models, api, what, signal);
      } catch (error) {
        if (error instanceof Refusal && error.details.steps && !(what instanceof Uint8Array))
          onRefused(what, error.details);
        throw error;
      } finally {
        if (!signal.aborted) pending = null;
      }
      onEncodings(encodings, { moves, own, what });
      onProblem("");
      sample();
    });

  /** The server is back. */
  async function resume() {
    await encodeNewest.resume();
    await sampleNewest.resume();
  }

  /** What is under way is no longer wanted. */
  function close() {
    encodeNewest.abort();
    sampleNewest.abort();
  }

  /** What was given is no longer wanted. */
  function abandon() {
    close();
    pending = null;
  }

  /** The digit at hand is shown again, in place of what was begun and is gone. */
  function again() {
    if (!encodings) return;
    onEncodings(encodings, { moves: true, own: false, what: null });
    sample();
  }

  return { encode, abandon, again, sample, temper, resume, current: () => encodings, pending: () => pending, close };
}

/**
 * @param {Record<import("../core/store.js").Side, Model>} models @param {import("../net/api.js").Api} api
 * @param {Picture | Uint8Array} what @param {AbortSignal} signal @returns {Promise<Encodings>}
 */
async function encodeIn(models, api, what, signal) {
  const vae = await (what instanceof Uint8Array
    ? api.encodePixels(models.vae.id, toRows(what), signal)
    : api.encodePicture(models.vae.id, what, signal));
  const ae = await api.encodePixels(models.ae.id, toRows(toBytes(vae.input)), signal);
  signal.throwIfAborted();
  return { ae, vae };
}
