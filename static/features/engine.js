/** Hands the page's requests over to its own engine, once that has given the server's images. */

import { baseAddress } from "../core/base_address.js";
import { forBoth, SIDES } from "../core/sides.js";
import { EngineEnded, PageEngine } from "../net/page_engine.js";
import { pictureReader } from "../net/picture_reader.js";
import { Refusal } from "../net/refusal.js";
import { $ } from "../page/element.js";
import { t } from "../page/text.js";
import { endPauses } from "../net/retry.js";
import { check, checkCodes, requireQuantiles } from "./engine_checks.js";

/** @typedef {import("./channels.js").Parts} Parts */
/** @typedef {import("../core/sides.js").Side} Side */
/** @typedef {import("../core/contract.js").OwnModel} OwnModel */
/**
 * @typedef {{
 *   script: string,
 *   kernel: string,
 *   geodesic: string,
 *   read: import("../net/picture_reader.js").ReadPicture,
 *   prepare: () => void,
 * }} EngineFiles whole addresses; geodesic: of the script that finds shortest paths; read: reads pictures; prepare: has the browser load what does, for when no server is there
 */

/**
 * Which of the two answers, as `data-computes` of the page's body; `data-encodes` is there once the page does that too, and
 * `data-why`, why it does not.
 * @param {"page" | "server"} who
 */
function tell(who) {
  const { dataset } = document.body;
  dataset.computes = who;
  delete dataset.encodes;
  delete dataset.why;
}

/**
 * The engine's files, unless the page's address asks for the server, or the browser is to save data: the weights of a pair
 * are 6 MB.
 * @param {(path: string) => string} addressOf where a file is
 * @param {(url: string) => Promise<unknown>} find rejects where a site has a file not @returns {EngineFiles | null}
 */
export function engineFiles(addressOf, find) {
  const { engine = "", kernel = "", geodesic = "", reader = "", alone } = document.body.dataset;
  const saves = /** @type {any} */ (navigator).connection?.saveData;
  const served = saves || new URLSearchParams(location.search).get("engine") === "server";
  if (served && alone === undefined) return null;
  const base = baseAddress(document.baseURI);
  const files = [engine, kernel, reader, geodesic].map((path) => new URL(addressOf(path), base).href);
  const [script, code, reads, paths] = files;
  const read = pictureReader(() => new Worker(reads), t, alone === undefined ? null : () => find(reads));
  const shows = new URL(addressOf($("picture").dataset.script), base).href;
  // Whoever reads a picture learns of what has not come.
  const prepare = () => [reads, shows].forEach((file) => void fetch(file, { priority: "low" }).catch(() => {}));
  return { script, kernel: code, geodesic: paths, read, prepare };
}

/**
 * Until then, and where it can't be, the server answers.
 * @param {Parts} parts
 * @param {EngineFiles} files
 */
export async function computeInPage(parts, files) {
  const { live, channels, signal, api } = parts;
  /** @type {PageEngine | undefined} */
  let engine;
  const giveBack = () => {
    engine?.end();
    live.computeBy(null);
    channels.engine.set(null);
    tell("server");
  };
  const lose = () => {
    const computed = channels.engine.value;
    giveBack();
    if (api.alone && computed) channels.problem.emit(t("error.lost_engine"));
  };
  signal.addEventListener("abort", () => {
    engine?.end();
    tell("server");
  });
  tell("server");
  try {
    const weights = await parts.weights();
    const { judge } = weights;
    signal.throwIfAborted();
    engine = begin(parts, files.script, weights, lose);
    signal.throwIfAborted();
    await engine.ready;
    for (const side of SIDES) await check(engine, side, parts);
    live.computeBy(engine);
    channels.engine.set(engine);
    tell("page");
    endPauses(); // layers may wait for whoever computes
    await encodeInPage(engine, parts, judge);
    files.prepare();
  } catch (error) {
    engine?.end();
    if (signal.aborted) return;
    giveBack();
    document.body.dataset.why = `${error}`;
    if (api.alone) throw await whyNot(error, () => api.file(files.script));
  }
}

/** Why a page without a server computes nothing. @param {unknown} error @param {() => Promise<unknown>} find rejects where the script isn't there */
async function whyNot(error, find) {
  if (error instanceof Refusal) return error;
  if (error instanceof EngineEnded) await find();
  return new Refusal(t("error.no_engine", { reason: `${error}`.replace(/\.$/, "") }));
}

/** @param {Parts} parts @param {string} script @param {import("./weights.js").Weights} weights @param {() => void} onLost */
function begin({ models, clouds }, script, { judge, kernel, seen, ...ofModels }, onLost) {
  const starts = forBoth((side) => ({
    files: { kernel, model: ofModels[side], judge: seen },
    about: {
      .../** @type {OwnModel} */ (models[side]),
      cloud: Float32Array.from(clouds[side].codes.flatMap(({ mu }) => mu)),
    },
    distances: judge?.feature_distances ?? [],
  }));
  return new PageEngine(() => new Worker(script), starts, onLost);
}

/**
 * Digits are encoded in the page once it knows the sample, and gives its codes. Where it does not, the server encodes.
 * @param {PageEngine} engine @param {Parts} parts @param {import("../net/api.js").Judge | null} judge
 */
async function encodeInPage(engine, { models, clouds, sample, api, channels, signal }, judge) {
  try {
    for (const side of SIDES) requireQuantiles(models[side].metrics.test?.quantiles);
    if (judge && !judge.feature_distances.length) throw new Error("it is not known how far apart digits usually are");
    const digits = await sample;
    for (const side of SIDES) await checkCodes(engine, side, { model: models[side], cloud: clouds[side], digits });
    await engine.learn(digits);
  } catch (error) {
    if (api.alone) throw error;
    if (channels.engine.value === engine && !signal.aborted) document.body.dataset.why = `${error}`;
    return;
  }
  document.body.dataset.encodes = "page";
  endPauses(); // a digit may wait for a server that is not there
}
