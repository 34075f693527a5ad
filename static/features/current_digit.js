/** The current digit: encoded in both models, with samples drawn around it; a newer digit cancels an older one. */

import { pack, toBytes, toRows } from "../core/pixels.js";
import { COUNT, temperedCodes } from "../core/sampling.js";
import { SIDES, forBoth } from "../core/sides.js";
import { lossRank } from "../core/warnings.js";
import { patiently } from "../net/patience.js";
import { Refusal, isStale, mayPass, tell } from "../net/refusal.js";
import { among, format, percent, t } from "../page/text.js";
import { meaning, word } from "../page/word.js";

/** @typedef {import("../core/contract.js").Encoding} Encoding */
/** @typedef {import("../core/contract.js").Encodings} Encodings */
/** @typedef {import("../core/contract.js").ImageFacts} ImageFacts */
/** @typedef {{image: ImageFacts, encodings: Encodings}} Encoded */
/** @typedef {import("../core/contract.js").Picture} Picture */
/** @typedef {import("../core/sampling.js").Draws} Draws */

/**
 * Run only the newest task, until the server is there and has time: each call aborts the one before. Refusals are
 * reported as problems.
 * @param {(sentence: string) => void} onProblem
 */
function newest(onProblem) {
  let controller = new AbortController();
  const run = async (/** @type {(signal: AbortSignal) => Promise<void>} */ task) => {
    controller.abort();
    const { signal } = (controller = new AbortController());
    try {
      await patiently(() => task(signal), { signal, onWaiting: onProblem });
    } catch (error) {
      tell(error, (sentence) => onProblem(isStale(error) ? t("digit.stale") : sentence));
    }
  };
  return { run, abort: () => controller.abort() };
}

/** In percent of the test digits: those beyond are unusual, or rare. */
const BEYOND = { unusual: 90, rare: 99 };

/** @param {number} percentile the least typical that the digit is in any respect */
function kindOf(percentile) {
  if (percentile < BEYOND.unusual) return t("digit.ordinary");
  return percentile < BEYOND.rare ? t("digit.unusual") : t("digit.rare");
}

/** What the judge reads, and how typical the digit is, as HTML. @param {ImageFacts} image @param {Encoding} encoding */
export function describe(image, { standing }) {
  const { judge, feature_percentile: farther } = image;
  const read =
    judge &&
    t("digit.judged", { judge: word("judge"), label: judge.label, percent: percent(judge.probabilities[judge.label]) });
  const { images, percentile } = standing;
  const error = percentile.relative_error;
  const [loss, far] = [lossRank(image, percentile), farther ?? 0];
  const of = (/** @type {number} */ rank) => among(rank, images);
  const values = { images: format(images, 0), error: of(error), farther: of(far), loss: of(loss ?? 0) };
  const told = farther === null ? t("digit.rebuilt", values) : t("digit.typicality", values);
  const figures = loss === null ? told : `${told} ${t("digit.loss", values)}`;
  const kind = meaning(kindOf(Math.max(error, far, loss ?? 0)), figures);
  return [read, t("digit.standing", { kind })].filter(Boolean).join(" ");
}

/** Warnings on a digit or its picture, with what to try. @param {ImageFacts} image @param {Encoding} encoding */
export const oddities = (image, encoding) => [
  ...[...image.warnings, ...encoding.warnings].map((code) => t(`warning.${code}`)),
  ...(image.upright ? [t("digit.upright", { label: image.upright.label })] : []),
];

/**
 * @param {Pick<import("./channels.js").Parts, "models" | "api" | "store" | "channels">} parts
 */
export function createCurrentDigit({ models, api, store, channels }) {
  /** @type {Encoded | undefined} */
  let encoded;
  /** @type {Draws | undefined} */
  let draws;
  /** A picture that has no answer yet. @type {Picture | null} */
  let pending = null;
  const encodeNewest = newest(channels.problem.emit);
  const sampleNewest = newest(channels.problem.emit);

  /** Draw codes around μ in the VAE. */
  const sample = () =>
    sampleNewest.run(async (signal) => {
      if (!encoded) return;
      const { mu, sigma } = encoded.encodings.vae;
      const wanted = { mu, sigma, n: COUNT, temperature: 1, seed: store.state.seed, images: false };
      const { z } = await api.sample(models.vae.id, wanted, signal);
      signal.throwIfAborted();
      draws = { mu, z };
      temper();
    });

  /** Rescale the draws to the current temperature, without a request, so that the slider acts at once. */
  function temper() {
    if (draws) channels.draws.set(temperedCodes(draws, store.state.t));
  }

  /**
   * Encode a picture, known pixels, or a digit of the sample in both models.
   * @param {Picture | Uint8Array | number} what
   * @param {boolean} moves whether z moves to the digit's codes
   * @param {boolean} [own] whether it is the visitor's own
   */
  const encode = (what, moves, own = isPicture(what)) =>
    encodeNewest.run(async (signal) => {
      const picture = isPicture(what) ? what : null;
      pending = picture;
      try {
        encoded = await encodeIn(models, api, what, signal);
      } catch (error) {
        const details = error instanceof Refusal ? error.details : {};
        if (picture && details.steps) channels.refused.emit({ picture, found: details.picture, steps: details.steps });
        if (error instanceof Refusal && !mayPass(error) && !signal.aborted) pending = null;
        throw error;
      }
      pending = null;
      become(encoded, { moves, own, picture });
      channels.problem.emit("");
      sample();
    });

  /** @param {Encoded} found @param {{moves: boolean, own: boolean, picture: Picture | null}} how */
  function become(found, how) {
    draws = undefined;
    channels.draws.set([]); // the old ones were drawn around another digit
    if (how.own) store.set({ digit: null, x: pack(toBytes(found.image.input)) });
    const codes = forBoth((side) => found.encodings[side].mu);
    channels.digit.set({ ...found, codes, label: found.image.judge?.label ?? null, ...how });
  }

  /** Cancel the requests for a digit and for draws. */
  function close() {
    encodeNewest.abort();
    sampleNewest.abort();
  }

  /** Cancel the requests, and forget the picture that has no answer yet, and what was said of it. */
  function abandon() {
    close();
    pending = null;
    channels.problem.emit("");
  }

  /** Show the last encoded digit again, in place of an abandoned one. */
  function again() {
    if (!encoded) return;
    become(encoded, { moves: true, own: false, picture: null });
    sample();
  }

  return { encode, abandon, again, sample, temper, pending: () => pending, close };
}

/** @param {Picture | Uint8Array | number} what @returns {what is Picture} */
const isPicture = (what) => typeof what !== "number" && !(what instanceof Uint8Array);

/**
 * @param {import("../core/families.js").Twins} models @param {import("../net/api.js").Api} api
 * @param {Picture | Uint8Array | number} what @param {AbortSignal} signal @returns {Promise<Encoded>}
 */
async function encodeIn(models, api, what, signal) {
  const ids = SIDES.map((side) => models[side].id);
  const found = await (isPicture(what)
    ? api.encodePicture(ids, what, signal)
    : typeof what === "number"
      ? api.encodeSample(ids, what, signal)
      : api.encodePixels(ids, toRows(what), signal));
  signal.throwIfAborted();
  return { image: found.image, encodings: forBoth((side) => found.models[models[side].id]) };
}
